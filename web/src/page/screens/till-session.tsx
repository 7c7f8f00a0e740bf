export function TillSession() {
  return null;
}
