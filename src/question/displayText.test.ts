import { catalog } from '../test/catalog';
import type { Question } from '../types';
import { displayText } from './displayText';

const values: Question = { refId: 'A', version: 1, queryType: 'values', dimension: 'region' };
const kpis: Question = { refId: 'A', version: 1, kpis: ['revenue', 'roi'], groupBy: ['region'] };

it('says in words what is asked', () => {
  expect(displayText(values, catalog)).toBe('Values: Region');
  expect(displayText(kpis, catalog)).toBe('Revenue and ROI by region');
});

it('names KPIs or type while the catalogue is not there', () => {
  expect(displayText(values)).toBe('values');
  expect(displayText(kpis)).toBe('revenue, roi');
});
