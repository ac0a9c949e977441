import { html, type TemplateResult } from "lit";
import { type Crossing, formulaBoundary } from "./boundary";
import { type MapSettings, MEASURED_LATENCIES_MS } from "./map-settings";
import { bytesInWords, msInWords } from "./map-words";

/** The boundary as a table, for those who do not see the map. */
export function boundaryTable(settings: MapSettings, crossings: readonly Crossing[]): TemplateResult {
  return html`<details>
    <summary>The boundary as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="The boundary as a table">
      <table>
        <thead>
          <tr><th>Latency</th><th>Measured</th><th>±</th><th>By the formula</th></tr>
        </thead>
        <tbody>
          ${MEASURED_LATENCIES_MS.map((latencyMs) => {
            const crossing = crossings.find((each) => each.latencyMs === latencyMs);
            return html`<tr>
              <th scope="row">${msInWords(latencyMs)}</th>
              ${measuredCells(crossing)}
              <td>${bytesInWords(formulaBoundary(settings, latencyMs))}/s</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </details>`;
}

function measuredCells(crossing: Crossing | undefined): TemplateResult {
  if (!crossing) return html`<td>–</td><td></td>`;
  if (crossing.bytesPerSecond === undefined) return html`<td>none</td><td></td>`;
  return html`<td>${bytesInWords(crossing.bytesPerSecond)}/s</td><td>${Math.ceil(crossing.uncertainty * 100)} %</td>`;
}
