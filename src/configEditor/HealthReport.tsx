import { t } from '@grafana/i18n';
import { Alert, Text } from '@grafana/ui';

import type { Health, HealthState } from '../types';
import { EntityTable } from './EntityTable';
import { FoldedList } from './FoldedList';

const severities = { up: 'success', degraded: 'warning', down: 'error' } as const;

function titleOf(state: HealthState): string {
  switch (state) {
    case 'up':
      return t('config.health.up', 'Questions are answered');
    case 'degraded':
      return t('config.health.degraded', 'Only a part of the questions is answered');
    case 'down':
      return t('config.health.down', 'No question is answered');
  }
}

/** What a check found, the worst first; what there is much of is folded. */
export function HealthReport({ health: { message, details } }: { health: Health }) {
  const { state, server, replica, available, kpis } = details;
  const { unreadable = {}, unavailable = {}, findings = [], excess = [], skipped = [], entities = [] } = details;
  return (
    <>
      <Alert topSpacing={2} severity={severities[state]} title={titleOf(state)}>
        <div style={{ overflowWrap: 'anywhere' }}>{message}</div>
        {server && (
          <div>
            {replica
              ? t('config.health.replica', 'PostgreSQL {{server}}, a replica', { server })
              : t('config.health.server', 'PostgreSQL {{server}}', { server })}
          </div>
        )}
        {kpis > 0 && (
          <div>{t('config.health.available', 'KPIs available: {{available}} of {{kpis}}', { available, kpis })}</div>
        )}
      </Alert>
      <FoldedList
        title={t('config.health.unreadable', 'Cannot be read')}
        items={Object.entries(unreadable).map(([name, reason]) => ({ key: name, head: name, text: reason }))}
        open
      />
      <FoldedList
        title={t('config.health.findings', 'Wrong in the data')}
        items={findings.map((finding) => ({
          key: `${finding.kind} ${finding.entity}.${finding.field}`,
          head: [finding.severity, [finding.entity, finding.field].filter(Boolean).join('.')]
            .filter(Boolean)
            .join(': '),
          text: [finding.meaning, examplesOf(finding.count, finding.examples)].filter(Boolean).join(' '),
        }))}
        open={state !== 'up'}
      />
      <FoldedList
        title={t('config.health.excess', 'The role can do more than it needs')}
        items={excess.map((power) => ({ key: power, text: power }))}
      />
      <FoldedList
        title={t('config.health.skipped', 'Not checked')}
        items={skipped.map((what) => ({ key: what, text: what }))}
      />
      <FoldedList
        title={t('config.health.unavailable', 'KPIs that are not available')}
        items={byReason(unavailable).map(([reason, ids]) => ({ key: reason, head: ids.join(', '), text: reason }))}
        count={Object.keys(unavailable).length}
      />
      <EntityTable entities={entities} />
      {entities.length === 0 && state !== 'down' && (
        <Text color="secondary" variant="bodySmall">
          {t('config.health.administrators', 'Administrators are told more.')}
        </Text>
      )}
    </>
  );
}

function examplesOf(count: number, examples = ''): string {
  const shown = [count > 0 ? String(count) : '', examples].filter(Boolean).join(': ');
  return shown && `(${shown})`;
}

/** The KPIs that are missing for the same reason stand together, the most of them first. */
function byReason(unavailable: Record<string, string>): Array<[string, string[]]> {
  const all = new Map<string, string[]>();
  for (const [id, reason] of Object.entries(unavailable)) {
    all.set(reason, [...(all.get(reason) ?? []), id]);
  }
  return [...all].sort(([, a], [, b]) => b.length - a.length);
}
