import type { AnnotationQuery } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';

import { AnnotationEditor as QuestionEditor, type Props as EditorProps } from '../queryEditor/QueryEditor';
import type { Question } from '../types';
import { marking, shareColour } from './colours';

type Props = EditorProps & {
  annotation?: AnnotationQuery<Question>;
  onAnnotationChange?: (annotation: AnnotationQuery<Question>) => void;
};

/** The editor of a dashboard's annotations: what is marked, about what, and in which colour. */
export function AnnotationEditor({ annotation, onAnnotationChange, ...props }: Props) {
  const change = (question: Question) =>
    annotation && onAnnotationChange
      ? onAnnotationChange(marking(annotation, question)) // one change: Grafana has only the last of two
      : props.onChange(question);
  return (
    <Stack direction="column" gap={1}>
      <QuestionEditor {...props} onChange={change} />
      {shareColour(props.query) && (
        <Text variant="bodySmall" color="secondary">
          {t(
            'annotations.colour',
            'Events of several kinds have one colour, and tags that name the kind. For a colour each, add annotations of one kind.'
          )}
        </Text>
      )}
    </Stack>
  );
}
