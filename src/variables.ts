import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import type { Observable } from 'rxjs';

import type { DataSource } from './datasource';
import { VariableEditor } from './queryEditor/VariableEditor';
import { isSearched, newVariable, typed, variableQuestion } from './question/defaults';
import type { Question } from './types';

/** Dashboard variables whose options are the values of a dimension, KPIs or departments. */
export class VariableSupport extends CustomVariableSupport<DataSource, Question> {
  editor = VariableEditor;

  constructor(private readonly datasource: DataSource) {
    super();
  }

  getDefaultQuery(): Partial<Question> {
    return newVariable;
  }

  query(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    // What a reader types into the variable's list, which Grafana gives only once there is something.
    const scopedVars = { [typed]: { text: '', value: '' }, ...request.scopedVars };
    const targets = request.targets.map((saved) => this.bounded(variableQuestion(saved)));
    return this.datasource.query({ ...request, scopedVars, targets });
  }

  /** A list that is searched may be too long to be shown whole, which is refused where it could be taken for the whole one. */
  private bounded(question: Question): Question {
    return isSearched(question) && !question.rows ? { ...question, rows: this.datasource.mostListed } : question;
  }
}
