import type { AnnotationQuery } from '@grafana/data';

import type { Question } from '../types';

/** What colours mean on the shipped dashboards: good, bad, plain, another one, and what is still to come. */
const colours: Record<string, string> = {
  won_deals: 'green',
  escalations: 'red',
  campaigns: 'blue',
  definitions: 'dark-yellow',
  future: 'purple',
};

/** Grafana's colour of new annotations. */
const preset = 'red';

/** The colour of what is marked; undefined for events of several kinds. */
const colourOf = ({ events }: Partial<Question>): string | undefined =>
  events?.length === 1 ? colours[events[0]] : undefined;

/** Annotations that mark something else: their colour follows unless somebody has chosen one. */
export function marking(annotation: AnnotationQuery<Question>, target: Question): AnnotationQuery<Question> {
  const { iconColor } = annotation;
  const chosen = iconColor && iconColor !== preset && iconColor !== colourOf(annotation.target ?? {});
  return { ...annotation, target, iconColor: (!chosen && colourOf(target)) || iconColor || preset };
}

/** Whether events of several kinds are marked, all in one colour. */
export const shareColour = (question: Question): boolean =>
  question.queryType === 'annotations' && question.events?.length !== 1;
