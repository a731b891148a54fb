import { t } from '@grafana/i18n';

import { userLanguage } from '../language';
import type { EntityHealth } from '../types';
import { Fold } from './Fold';
import { WideTable } from './WideTable';

/** The entities that can be read, with what their rows are like. */
export function EntityTable({ entities }: { entities: EntityHealth[] }) {
  if (entities.length === 0) {
    return null;
  }
  const number = new Intl.NumberFormat(userLanguage());
  const percent = new Intl.NumberFormat(userLanguage(), { style: 'percent', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(userLanguage(), { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <Fold title={`${t('config.health.entities', 'Entities')} (${entities.length})`}>
      <WideTable label={t('config.health.entities', 'Entities')}>
        <thead>
          <tr>
            <th>{t('config.health.entity', 'Entity')}</th>
            <th>{t('config.health.rows', 'Rows')}</th>
            <th>{t('config.health.newest', 'Newest change')}</th>
            <th>{t('config.health.usable', 'Usable')}</th>
          </tr>
        </thead>
        <tbody>
          {entities.map(({ entity, rows, newest, usable, problem }) => (
            <tr key={entity}>
              <td>{entity}</td>
              <td>{rows === null ? problem : number.format(rows)}</td>
              <td>{newest && day.format(new Date(newest))}</td>
              <td>{usable !== undefined && percent.format(usable)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Fold>
  );
}
