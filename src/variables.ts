import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import type { Observable } from 'rxjs';

import type { DataSource } from './datasource';
import { VariableEditor } from './queryEditor/VariableEditor';
import { defaultVariable, variableQuestion } from './question/defaults';
import type { Question } from './types';

/** Dashboard variables whose options are the values of a dimension. */
export class VariableSupport extends CustomVariableSupport<DataSource, Question> {
  editor = VariableEditor;

  constructor(private readonly datasource: DataSource) {
    super();
  }

  getDefaultQuery(): Partial<Question> {
    return defaultVariable;
  }

  query(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    // What a reader types into the variable's list, which Grafana gives only once there is something.
    const scopedVars = { __searchFilter: { text: '', value: '' }, ...request.scopedVars };
    return this.datasource.query({ ...request, scopedVars, targets: request.targets.map(variableQuestion) });
  }
}
