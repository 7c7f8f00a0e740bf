/** The camera's button; the reader itself (WebAssembly) is fetched when it is first pressed. */
import { lazily } from "../ui/lazy";
import { useState } from "preact/hooks";
import { t } from "../lib/texts";
import { Icon } from "../ui/icons";
import { Modal } from "../ui/parts";

const Camera = lazily(() => import("./camera").then((module) => module.Camera));

export function CameraButton({ onCode }: { onCode: (code: string) => void }) {
  const [open, setOpen] = useState(false);
  if (!navigator.mediaDevices) return null;
  return (
    <>
      <button type="button" class="secondary outline camera" aria-label={t("scanWithCamera")} onClick={() => setOpen(true)}>
        <Icon name="camera" />
      </button>
      {open && (
        <Modal title={t("scanWithCamera")} onClose={() => setOpen(false)}>
          <Camera
            onCode={(code) => {
              setOpen(false);
              onCode(code);
            }}
          />
        </Modal>
      )}
    </>
  );
}
