import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';
import { useState } from 'react';
import useAsyncFn from 'react-use/lib/useAsyncFn';

import type { Preset } from '../types';
import { DetectedPresets } from './DetectedPresets';
import { FirstNumbers } from './FirstNumbers';
import { LookAtDatabase } from './LookAtDatabase';
import { detect } from './resources';
import type { SettingsForm } from './settingsForm';
import { Steps } from './Steps';
import { takenOver } from './takenOver';
import { TakeOver } from './TakeOver';
import type { SavedConnection } from './useSavedConnection';

interface Props {
  form: SettingsForm;
  connection: SavedConnection;
  /** The presets that the backend knows. */
  known: Preset[];
}

/** From a database that nobody has mapped to settings that read it: what is found, what it would show, and taking it over. */
export function DetectSection({ form, connection, known }: Props) {
  const { uid } = connection;
  const [before, setBefore] = useState(form.settings);
  const [{ loading, error, value }, look] = useAsyncFn(() => detect(uid), [uid]);
  const found = loading || error ? undefined : value;
  const taken = found ? takenOver(before, form.settings, found, known) : [];
  const start = () => {
    setBefore(form.settings);
    void look();
  };
  return (
    <Steps
      label={t('config.detect.steps', 'From the database to KPIs')}
      steps={[
        {
          title: t('config.detect.tables', 'Find the tables'),
          state: found ? 'done' : 'now',
          children: (
            <>
              <LookAtDatabase connection={connection} loading={loading} error={error} onLook={start} />
              {found && <DetectedPresets found={found.presets} notes={found.notes} />}
            </>
          ),
        },
        {
          title: t('config.detect.numbers', 'First numbers'),
          state: !found ? 'next' : taken.length > 0 ? 'done' : 'now',
          children: found ? (
            <FirstNumbers numbers={found.numbers} />
          ) : (
            <Later text={t('config.detect.numbers-later', 'A few numbers to compare with those that you know.')} />
          ),
        },
        {
          title: t('config.detect.take-over', 'Take over'),
          state: taken.length > 0 ? 'done' : 'next',
          children: found ? (
            <TakeOver form={form} known={known} found={found} taken={taken} />
          ) : (
            <Later
              text={t('config.detect.take-over-later', 'You choose what becomes a setting; nothing does by itself.')}
            />
          ),
        },
      ]}
    />
  );
}

const Later = ({ text }: { text: string }) => (
  <Text color="secondary" variant="bodySmall">
    {text}
  </Text>
);
