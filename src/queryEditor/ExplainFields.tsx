import type { DataSource } from '../datasource';
import { chosenKpis, commonDimensions } from '../question/kpis';
import type { Catalog, Question } from '../types';
import { namedOptions } from './choices';
import { FilterList } from './FilterList';
import { KpiPicker } from './KpiPicker';

interface Props {
  catalog: Catalog;
  datasource: DataSource;
  question: Question;
  onChange: (question: Question) => void;
}

/** Which KPI to explain, and for which rows. */
export function ExplainFields({ catalog, datasource, question, onChange }: Props) {
  return (
    <>
      <KpiPicker
        catalog={catalog}
        kpis={question.kpis}
        onChange={(kpis) => onChange({ ...question, kpis: kpis.slice(-1) })}
      />
      <FilterList
        datasource={datasource}
        dimensions={namedOptions(commonDimensions(catalog, chosenKpis(catalog, question.kpis)))}
        filters={question.filters}
        onChange={(filters) => onChange({ ...question, filters })}
      />
    </>
  );
}
