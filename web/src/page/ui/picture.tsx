/** A product's picture, or the first letters of its name on a quiet ground where there is none (or it cannot be fetched). */
import { useState } from "preact/hooks";
import { t } from "../lib/texts";

export function Picture({ name, image, large }: { name: string; image: string | null; large?: boolean }) {
  const [broken, setBroken] = useState<string | undefined>(undefined);
  const shown = image && image !== broken && ours(image);
  return (
    <span class={`picture ${large ? "large" : ""}`} aria-hidden="true">
      {shown ? <img src={image} alt="" loading="lazy" onError={() => setBroken(image)} /> : <span>{initials(name)}</span>}
    </span>
  );
}

/** The page's policy fetches pictures from its own address only; a small one can be kept in the row itself. */
const ours = (image: string): boolean => /^(data:image\/|\/(?!\/))/.test(image);

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? `${words[0]![0]}${words[1]![0]}` : name.slice(0, 2)).toUpperCase();
}

const most = 2000; // characters: what the column takes
const sides = [160, 128, 112, 96, 80, 64, 48, 32];
const qualities = [0.7, 0.5, 0.3, 0.15];

/** A photograph made so small that it can be kept as text beside the product's name: as large and as good as there is room for. */
export async function pictureOf(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(t("products.notAnImage"));
  });
  const canvas = document.createElement("canvas");
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d")!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of qualities)
      for (const type of ["image/webp", "image/jpeg"]) {
        const text = canvas.toDataURL(type, quality);
        if (text.length <= most) return text;
      }
  }
  throw new Error(t("products.notAnImage"));
}
