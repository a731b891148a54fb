import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import type { Observable } from 'rxjs';

import type { DataSource } from './datasource';
import { VariableEditor } from './queryEditor/VariableEditor';
import type { Question } from './types';

/** Dashboard variables whose options are the values of a dimension. */
export class VariableSupport extends CustomVariableSupport<DataSource, Question> {
  editor = VariableEditor;

  constructor(private readonly datasource: DataSource) {
    super();
  }

  getDefaultQuery(): Partial<Question> {
    return { version: 1, queryType: 'values' };
  }

  query(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    const targets = request.targets.map((target): Question => ({ ...target, queryType: 'values' }));
    return this.datasource.query({ ...request, targets });
  }
}
