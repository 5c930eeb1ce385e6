/** The shells with a completion script. */
export const shells = ['bash', 'zsh', 'fish'] as const

/** The completion scripts. They pass the typed words on as arguments of a process, so that nothing typed is evaluated. */
export const scripts: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `_labelbox_org() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(labelbox-org complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
}
complete -o default -F _labelbox_org labelbox-org
`,
  zsh: `#compdef labelbox-org
_labelbox_org() {
  local line
  local -a candidates
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(labelbox-org complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)
  if (( \${#candidates} )); then
    _describe 'labelbox-org' candidates
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _labelbox_org ]]; then
  _labelbox_org "$@"
else
  compdef _labelbox_org labelbox-org
fi
`,
  fish: `function __labelbox_org_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l candidates (labelbox-org complete -- $words[2..] "$current" 2> /dev/null)
  if set -q candidates[1]
    printf '%s\\n' $candidates
  else
    __fish_complete_path "$current"
  end
end
complete -c labelbox-org -f -a '(__labelbox_org_complete)'
`,
}
