import { t } from '@grafana/i18n';
import { Alert, Box, Button } from '@grafana/ui';
import useAsyncFn from 'react-use/lib/useAsyncFn';

import { messageOf } from '../errors';
import type { SeenPerson } from '../types';
import { seenPeople } from './resources';
import { WideTable } from './WideTable';

/** Lists the people of the CRM with the rule that holds for each as a viewer. */
export function WhoSees({ uid }: { uid: string }) {
  const [{ loading, error, value }, look] = useAsyncFn(() => seenPeople(uid), [uid]);
  return (
    <Box marginTop={2}>
      <Button
        variant="secondary"
        size="sm"
        icon={loading ? 'spinner' : 'users-alt'}
        disabled={loading}
        onClick={() => void look()}
      >
        {t('config.policy.list', 'List who sees what')}
      </Button>
      {error && (
        <Alert topSpacing={2} severity="error" title={t('config.policy.failed', 'The saved policy could not be tried')}>
          {messageOf(error)}
        </Alert>
      )}
      {value && !loading && <People people={value} />}
    </Box>
  );
}

function People({ people }: { people: SeenPerson[] }) {
  return (
    <Box marginTop={2}>
      <WideTable label={t('config.policy.list', 'List who sees what')}>
        <thead>
          <tr>
            <th>{t('config.policy.person', 'Person')}</th>
            <th>{t('config.policy.email', 'E-mail')}</th>
            <th>{t('config.policy.holds', 'Rule as a viewer')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ name, email, rule, refused }) => (
            <tr key={`${name} ${email}`}>
              <td>{name}</td>
              <td>{email}</td>
              <td>{refused || rule}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Box>
  );
}
