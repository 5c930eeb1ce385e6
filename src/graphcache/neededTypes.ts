/**
 * The type names that the rules of the cache depend on. Other records have a rule that goes by their fields, whatever the
 * API calls their type.
 */
export const neededTypes = ['Organization', 'Project', 'ResourceTag', 'User'] as const
