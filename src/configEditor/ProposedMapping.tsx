import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';
import { useRef, useState } from 'react';

import type { SettingsForm } from './settingsForm';
import { YamlView } from './YamlView';

interface Props {
  form: SettingsForm;
  /** YAML. What is not sure is a comment in it. */
  proposal: string;
}

/** What stands before the entities. Where it is sure of none, only comments follow: as a mapping it would leave nothing. */
const entities = 'entities:';
const isComment = (line: string) => line.trimStart().startsWith('#');

/**
 * The mapping that was proposed. It replaces the present one only after a question, which stands in the page: what is pressed in a
 * dialog of Grafana submits the page's form, and so saves the settings.
 */
export function ProposedMapping({ form, proposal }: Props) {
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const lines = proposal.trimEnd().split('\n');
  if (lines.at(-1) === entities) {
    return null;
  }
  const isEmpty = lines.slice(lines.indexOf(entities) + 1).every(isComment);
  const isCopied = form.settings.mapping === proposal;
  const keep = () => {
    setAsking(false);
    button.current?.focus();
  };
  const copy = () => {
    form.set('mapping', proposal);
    setAsking(false);
  };
  return (
    <div>
      <YamlView
        label={t('config.detect.proposal', 'Proposed mapping (YAML)')}
        description={
          isEmpty
            ? t(
                'config.detect.considered',
                'Nothing is proposed: these tables are given by a preset already, or they are not sure enough.'
              )
            : t(
                'config.detect.proposal-description',
                'With a reason and a confidence from 0 to 1 for each entity and field. What is not sure is commented out.'
              )
        }
        text={proposal}
      />
      {!isEmpty && !form.disabled && (
        <Stack alignItems="center" wrap="wrap">
          <Button
            ref={button}
            variant="secondary"
            size="sm"
            icon={isCopied ? 'check' : 'copy'}
            disabled={isCopied}
            onClick={() => (form.settings.mapping?.trim() ? setAsking(true) : copy())}
          >
            {t('config.detect.copy', 'Copy into the mapping')}
          </Button>
          <div role="status">
            {isCopied && (
              <Text color="secondary" variant="bodySmall">
                {t('config.detect.copied', 'Copied. Read it and correct it below, then Save & test.')}
              </Text>
            )}
            {asking && (
              <Text color="warning" variant="bodySmall">
                {t('config.detect.replace-question', 'The mapping below holds a text. Replace the whole of it?')}
              </Text>
            )}
          </div>
          {asking && (
            <>
              <Button variant="destructive" size="sm" onClick={copy}>
                {t('config.detect.replace', 'Replace')}
              </Button>
              <Button variant="secondary" size="sm" onClick={keep}>
                {t('config.detect.keep', 'Keep')}
              </Button>
            </>
          )}
        </Stack>
      )}
    </div>
  );
}
