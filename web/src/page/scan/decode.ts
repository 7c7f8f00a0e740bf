/** Reads bar codes in pictures: zxing in WebAssembly, served by ourselves. A GS1 code comes with \x1d for its separators. */
import { BarcodeDetector, prepareZXingModule, type BarcodeFormat, type DetectedBarcode } from "barcode-detector/ponyfill";

prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? "/assets/zxing_reader.wasm" : prefix + path) },
});

const formats: BarcodeFormat[] = [
  "ean_13",
  "ean_8",
  "upc_a",
  "upc_e",
  "code_128",
  "itf",
  "databar",
  "databar_expanded",
  "data_matrix",
  "qr_code",
];
let detector: BarcodeDetector | undefined;

export async function decode(picture: ImageBitmapSource): Promise<string | undefined> {
  detector ??= new BarcodeDetector({ formats });
  const found: DetectedBarcode[] = await detector.detect(picture);
  return found[0] ? plain(found[0].rawValue) : undefined;
}

/** Some readers write the separator as its picture, and put the symbology's name in front. */
export function plain(raw: string): string {
  return raw.replaceAll("\u241d", "\x1d").replace(/^\][A-Za-z]\d/, "");
}
