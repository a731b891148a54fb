import type { DataSource } from '../datasource';
import { chosenKpis, commonDimensions } from '../question/kpis';
import type { Catalog, Question } from '../types';
import { namedOptions } from './choices';
import { CompareFields } from './CompareFields';
import { DetailsField } from './DetailsField';
import { FilterList } from './FilterList';
import { KpiPicker } from './KpiPicker';
import { LimitFields } from './LimitFields';
import { ParameterFields } from './ParameterFields';
import { ShapeFields } from './ShapeFields';

interface Props {
  catalog: Catalog;
  datasource: DataSource;
  question: Question;
  onChange: (question: Question) => void;
}

/** The fields of a question about KPIs. */
export function KpiFields({ catalog, datasource, question, onChange }: Props) {
  const kpis = chosenKpis(catalog, question.kpis);
  const possible = commonDimensions(catalog, kpis);
  return (
    <>
      <KpiPicker catalog={catalog} kpis={question.kpis} onChange={(ids) => onChange({ ...question, kpis: ids })} />
      <ShapeFields question={question} possible={possible} onChange={onChange} />
      <FilterList
        datasource={datasource}
        dimensions={namedOptions(possible)}
        filters={question.filters}
        onChange={(filters) => onChange({ ...question, filters })}
      />
      <CompareFields question={question} onChange={onChange} />
      <LimitFields question={question} kpis={kpis} onChange={onChange} />
      <ParameterFields question={question} kpis={kpis} onChange={onChange} />
      <DetailsField question={question} onChange={onChange} />
    </>
  );
}
