/** The camera as a scanner: looks at a picture a few times a second until it reads a code. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/texts";
import { decode } from "./decode";

export function Camera({ onCode }: { onCode: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState("");
  const deliver = useRef(onCode);
  deliver.current = onCode;

  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    const look = async (): Promise<void> => {
      const element = video.current;
      if (stopped || !element) return;
      if (element.readyState >= element.HAVE_CURRENT_DATA && element.videoWidth) {
        const code = await decode(element);
        if (stopped) return;
        if (code) {
          navigator.vibrate?.(40);
          deliver.current(code);
          return;
        }
      }
      setTimeout(() => void look().catch(fail), 120);
    };
    const fail = (error: unknown): void =>
      setProblem(error instanceof DOMException && error.name === "NotAllowedError" ? t("cameraForbidden") : t("cameraBroken"));
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false })
      .then(async (found) => {
        stream = found;
        if (stopped) return found.getTracks().forEach((track) => track.stop());
        if (video.current) {
          video.current.srcObject = found;
          await video.current.play();
        }
        await look();
        return undefined;
      })
      .catch(fail);
    return () => {
      stopped = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);

  return (
    <div class="viewfinder">
      <video ref={video} playsInline muted aria-label={t("cameraPicture")} />
      <p role="status">{problem || t("cameraHint")}</p>
    </div>
  );
}
