import { Ban, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { GetApiKeysDocument } from '../../../../../generated/operations.ts'
import { wholeList } from '../../data/listSource.ts'
import { matches, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Badge, type Tone } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { listedKeys, soonDays, timeLeft, type KeyState, type ListedKey } from './listedKeys.ts'
import { RevokeDialog } from './RevokeDialog.tsx'

const states: Readonly<Record<KeyState, readonly [label: string, tone: Tone]>> = {
  active: ['Active', 'good'],
  soon: ['Expires soon', 'warn'],
  expired: ['Expired', 'neutral'],
  revoked: ['Revoked', 'bad'],
}

const columns: readonly TableColumn<ListedKey>[] = [
  {
    id: 'name',
    title: 'Key',
    width: 'minmax(0, 1.8fr)',
    isSortable: true,
    csv: ({ name }) => name,
    cell: ({ name, isOwn }) => (
      <MainCell icon={<KeyRound size={18} />} title={name ?? 'Without a name'}>
        {isOwn ? <Badge tone="accent">Yours</Badge> : undefined}
      </MainCell>
    ),
  },
  {
    id: 'owner',
    title: 'Owner',
    width: 'minmax(0, 1.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ userEmail }) => userEmail,
    cell: ({ userId, userEmail }) =>
      userId === null ? (
        (userEmail ?? 'Unknown')
      ) : (
        <Link href={`~/members/${encodeURIComponent(userId)}`} className="cut">
          {userEmail ?? userId}
        </Link>
      ),
  },
  {
    id: 'state',
    title: 'State',
    width: 'minmax(7rem, 0.9fr)',
    from: 'medium',
    csv: ({ state }) => state,
    cell: ({ state }) => <Badge tone={states[state][1]}>{states[state][0]}</Badge>,
  },
  {
    id: 'expiresAt',
    title: 'Expires',
    width: 'minmax(6.75rem, 1fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ expiresAt }) => expiresAt?.toISOString(),
    cell: (key) => <Expiry listed={key} />,
  },
  {
    id: 'createdAt',
    title: 'Created',
    width: 'minmax(0, 0.8fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ createdAt }) => (createdAt === null ? '' : new Date(createdAt).toISOString()),
    cell: ({ createdAt }) => <Moment at={createdAt} none="Unknown" />,
  },
  { id: 'own', title: 'Yours', csv: ({ isOwn }) => isOwn },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

function Expiry({ listed: { expiresAt, state } }: { readonly listed: ListedKey }) {
  return (
    <span className="stack">
      <Moment at={expiresAt} none="Unknown" />
      {state === 'soon' && expiresAt !== undefined && <span className="soft">{timeLeft(expiresAt)}</span>}
    </span>
  )
}

const orderKeys: OrderKeys<ListedKey> = {
  expiresAt: ({ expiresAt }) => expiresAt?.getTime(),
  name: ({ name }) => name,
  owner: ({ userEmail }) => userEmail,
  createdAt: ({ createdAt }) => (createdAt === null ? null : new Date(createdAt).getTime()),
}

/** The API keys that the console's key may see. */
export default function KeysSection() {
  const list = wholeList(useRead(GetApiKeysDocument, {}), listedKeys)
  const filters = useListFilters(
    {
      state: {
        label: 'State',
        options: [
          { value: 'any', label: 'Every state' },
          ...(Object.keys(states) as KeyState[]).map((value) => ({ value, label: states[value][0] })),
        ],
      },
      owner: {
        label: 'Owner',
        options: [
          { value: 'any', label: 'Every owner' },
          { value: 'own', label: 'Yours' },
          { value: 'others', label: 'Those of others' },
        ],
      },
    },
    ['expiresAt', 'name', 'owner', 'createdAt'],
  )
  const { text, chosen } = filters
  const [revoking, setRevoking] = useState<ListedKey>()
  const soon = list.rows.filter(({ state }) => state === 'soon').length
  return (
    <>
      <ListSection
        title="API keys"
        nouns={['key', 'keys']}
        icon={KeyRound}
        list={list}
        filters={filters}
        searchLabel="Search by name or owner"
        keeps={({ name, userEmail, state, isOwn }) =>
          matches(text, name, userEmail) &&
          (chosen.state === 'any' || state === chosen.state) &&
          (chosen.owner === 'any' || isOwn === (chosen.owner === 'own'))
        }
        orderKeys={orderKeys}
        columns={columns}
        summary={({ state, userEmail }) => (
          <>
            <Badge tone={states[state][1]}>{states[state][0]}</Badge> <span className="cut">{userEmail}</span>
          </>
        )}
        rowName={({ id, name }) => name ?? id}
        actions={(key) => [
          {
            label: 'Revoke',
            icon: <Ban size={16} />,
            isDangerous: true,
            onSelect: () => setRevoking(key),
            refusal: key.state === 'revoked' ? 'It is revoked' : undefined,
          },
        ]}
        notice={
          <>
            {soon > 0 && (
              <div className="notice notice-action" role="status">
                <span>
                  {soon === 1 ? 'One key expires' : `${soon.toLocaleString()} keys expire`} within {soonDays} days. What
                  uses {soon === 1 ? 'it' : 'them'} then stops working.
                </span>
                {chosen.state !== 'soon' && <Button onClick={() => filters.choose('state', 'soon')}>Show them</Button>}
              </div>
            )}
            <p className="note-neutral">
              A new key would be shown in the browser, so the console creates no keys. Use the command:{' '}
              <code>labelbox-org keys create</code>
            </p>
          </>
        }
        empty={{
          title: 'Labelbox lists no keys',
          text: 'It lists your own keys, and those of others that your role may see.',
        }}
      />
      {revoking !== undefined && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}
