import { CoreApp } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Button, LinkButton, Stack } from '@grafana/ui';

import type { DataSource } from '../datasource';
import { exploreUrl } from '../explore';
import { behind } from '../question/behind';
import type { Catalog, Question } from '../types';
import type { Props as EditorProps } from './QueryEditor';

interface Props extends Pick<EditorProps, 'app' | 'data'> {
  catalog: Catalog;
  datasource: DataSource;
  question: Question;
  onChange: (question: Question) => void;
}

/** One click to what stands behind the figure: in Explore at once, from elsewhere in a new tab of Explore. */
export function BehindLinks({ catalog, datasource, question, app, data, onChange }: Props) {
  const here = app === CoreApp.Explore;
  if (!here && !config.exploreEnabled) {
    return null;
  }
  return (
    <Stack wrap="wrap" gap={0.5}>
      {behind(catalog, question).map(({ type, question: asked, filters }) =>
        here ? (
          <Button
            key={type.id}
            size="sm"
            variant="secondary"
            fill="text"
            tooltip={type.description}
            onClick={() => onChange(asked)}
          >
            {type.behind}
          </Button>
        ) : (
          <LinkButton
            key={type.id}
            size="sm"
            variant="secondary"
            fill="text"
            icon="external-link-alt"
            target="_blank"
            tooltip={type.description}
            href={exploreUrl(datasource, asked, { ...data?.request, filters: filters(data?.request?.filters) })}
          >
            {type.behind}
          </LinkButton>
        )
      )}
    </Stack>
  );
}
