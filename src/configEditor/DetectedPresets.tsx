import { t } from '@grafana/i18n';
import { Button, Card, Text } from '@grafana/ui';

import { userLanguage } from '../language';
import type { DetectedPreset, Preset } from '../types';
import type { SettingsForm } from './settingsForm';
import { flush } from './later';

interface Props {
  form: SettingsForm;
  known: Preset[];
  found: DetectedPreset[];
}

/** The systems whose tables are there. A preset is chosen once, so that a second schema of it takes the place of the first. */
export function DetectedPresets({ form, known, found }: Props) {
  const chosen = form.settings.presets ?? [];
  const usualSchema = (id: string) => known.find((preset) => preset.id === id)?.schema;
  const isChosen = ({ id, schema }: DetectedPreset) =>
    chosen.some((choice) => choice.id === id && (choice.schema ?? usualSchema(id)) === schema);
  const use = ({ id, schema }: DetectedPreset) => {
    const place = { id, schema: schema === usualSchema(id) ? undefined : schema };
    const others = chosen.some((choice) => choice.id === id) ? chosen : [...chosen, { id }];
    form.set(
      'presets',
      others.map((choice) => (choice.id === id ? { ...choice, ...place } : choice))
    );
  };
  return (
    <>
      {found.map((preset) => (
        <DetectedPresetCard
          key={`${preset.id} ${preset.schema}`}
          preset={preset}
          chosen={isChosen(preset)}
          disabled={form.disabled}
          onUse={() => use(preset)}
        />
      ))}
      {found.filter(({ id }) => id).length > 1 && (
        <Text color="secondary" variant="bodySmall">
          {t(
            'config.detect.several',
            'Each entity may come from one preset only. Save & test names those that two presets give: leave them out of one.'
          )}
        </Text>
      )}
    </>
  );
}

interface CardProps {
  preset: DetectedPreset;
  chosen: boolean;
  disabled: boolean;
  onUse: () => void;
}

function DetectedPresetCard({ preset: { id, title, schema, confidence, reason }, chosen, disabled, onUse }: CardProps) {
  const place = { title, schema, interpolation: { escapeValue: false } };
  const percent = new Intl.NumberFormat(userLanguage(), { style: 'percent' }).format(confidence);
  return (
    <Card {...flush}>
      <Card.Heading>{title}</Card.Heading>
      <Card.Meta>
        <span>{t('config.detect.schema', 'Schema {{schema}}', place)}</span>
        <span>{t('config.detect.confidence', 'Confidence {{percent}}', { percent })}</span>
      </Card.Meta>
      <Card.Description>{reason}</Card.Description>
      <Card.Actions>
        {id ? (
          <Button
            variant="secondary"
            size="sm"
            icon={chosen ? 'check' : 'plus'}
            disabled={chosen || disabled}
            aria-label={
              chosen
                ? t('config.detect.used-name', 'Chosen: {{title}}, schema {{schema}}', place)
                : t('config.detect.use-name', 'Use {{title}}, schema {{schema}}', place)
            }
            onClick={onUse}
          >
            {chosen ? t('config.detect.used', 'Chosen') : t('config.detect.use', 'Use')}
          </Button>
        ) : (
          <Text color="secondary" variant="bodySmall">
            {t('config.detect.reference', 'It is used where neither a preset is chosen nor a mapping is given.')}
          </Text>
        )}
      </Card.Actions>
    </Card>
  );
}
