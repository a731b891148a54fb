import {
  type DataFrame,
  standardTransformers,
  standardTransformersRegistry,
  type TransformerRegistryItem,
  transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';

/** The transformations of a panel, as its dashboard keeps them. */
export type Transformations = Parameters<typeof transformDataFrame>[0];

// The registry takes this once.
standardTransformersRegistry.setInit(() =>
  [...new Set<TransformerRegistryItem['transformation']>(Object.values(standardTransformers))].map(
    (transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
      editor: () => null,
      imageDark: '',
      imageLight: '',
    })
  )
);

/** What Grafana makes of frames by the transformations of a panel. */
export function transformed(transformations: Transformations, frames: DataFrame[]): Promise<DataFrame[]> {
  return firstValueFrom(transformDataFrame(transformations, frames));
}
