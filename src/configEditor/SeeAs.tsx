import { t } from '@grafana/i18n';
import { Alert, Box, Button, Combobox, Field, Input, Stack, Text } from '@grafana/ui';
import { useState } from 'react';
import useAsyncFn from 'react-use/lib/useAsyncFn';

import { messageOf } from '../errors';
import type { SeenBy, SeenEntity, SeenExempt } from '../types';
import { flush } from './later';
import { seenBy } from './resources';
import { WideTable } from './WideTable';

const roles = ['Viewer', 'Editor', 'Admin'].map((value) => ({ value }));

/** Tries the saved policy as somebody else. */
export function SeeAs({ uid }: { uid: string }) {
  const [as, setAs] = useState('');
  const [role, setRole] = useState('Viewer');
  const [{ loading, error, value }, look] = useAsyncFn(() => seenBy(uid, as.trim(), role), [uid, as, role]);
  return (
    <Box marginTop={2}>
      <Stack alignItems="flex-end" gap={1} wrap="wrap">
        <Field
          {...flush}
          label={t('config.policy.asLabel', 'See as')}
          description={t(
            'config.policy.asDescription',
            'Login or e-mail; empty for alert rules and public dashboards.'
          )}
          htmlFor="policy-as"
        >
          <Input id="policy-as" width={32} value={as} onChange={({ currentTarget }) => setAs(currentTarget.value)} />
        </Field>
        <Field {...flush} label={t('config.policy.roleLabel', 'Role in Grafana')} htmlFor="policy-role">
          <Combobox
            id="policy-role"
            width={16}
            options={roles}
            value={role}
            onChange={(chosen) => setRole(chosen.value)}
          />
        </Field>
        <Button variant="secondary" icon={loading ? 'spinner' : 'eye'} disabled={loading} onClick={() => void look()}>
          {t('config.policy.look', 'Show what they see')}
        </Button>
      </Stack>
      {error && (
        <Alert topSpacing={2} severity="error" title={t('config.policy.failed', 'The saved policy could not be tried')}>
          {messageOf(error)}
        </Alert>
      )}
      {value && !loading && <Seen seen={value} />}
    </Box>
  );
}

function Seen({ seen }: { seen: SeenBy }) {
  if (seen.refused) {
    return (
      <Alert topSpacing={2} severity="info" title={t('config.policy.refused', 'They see nothing')}>
        {seen.refused}
      </Alert>
    );
  }
  return (
    <Box marginTop={2}>
      <Text color="secondary" variant="bodySmall">
        {seen.rule > 0
          ? t('config.policy.rule', 'By rule {{rule}} of the saved policy:', { rule: seen.rule })
          : t('config.policy.service', 'By `service` of the saved policy:')}{' '}
        {!seen.rows && t('config.policy.numbersOnly', 'numbers, no lists of rows.')}
      </Text>
      <WideTable label={t('config.policy.asLabel', 'See as')}>
        <thead>
          <tr>
            <th>{t('config.policy.entity', 'Entity')}</th>
            <th>{t('config.policy.rows', 'Rows')}</th>
            <th>{t('config.policy.masked', 'Masked')}</th>
          </tr>
        </thead>
        <tbody>
          {seen.entities.map((entity) => (
            <tr key={entity.id}>
              <td>{entity.title}</td>
              <td>{rowsOf(entity)}</td>
              <td>{entity.masked.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      {seen.exempt.map((exempt) => (
        <Text key={exempt.kpis.join()} element="p" color="secondary" variant="bodySmall">
          {exemptionOf(exempt)}
        </Text>
      ))}
    </Box>
  );
}

function exemptionOf({ kpis, by, grain, rows, people }: SeenExempt): string {
  const told = { kpis: kpis.join(', '), by: by.join(', '), grain, rows, people };
  return by.length > 0
    ? t(
        'config.policy.leaderboard',
        'Of all rows in total and by {{by}}: {{kpis}} (grain {{grain}}, from {{rows}} rows of {{people}} others on).',
        told
      )
    : t(
        'config.policy.total',
        'Of all rows in total: {{kpis}} (grain {{grain}}, from {{rows}} rows of {{people}} others on).',
        told
      );
}

function rowsOf({ all, rows }: SeenEntity): string {
  if (all) {
    return t('config.policy.all', 'all');
  }
  return rows === null ? t('config.policy.some', 'some; not counted in time') : rows.toLocaleString();
}
