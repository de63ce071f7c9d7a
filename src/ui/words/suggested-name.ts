/** The word of an image name or a path that says what it is: `debian` of `docker.io/library/debian:12` and `/srv/debian/`. */
function stem(image: string): string {
  const last = image.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const word = last.replace(/[:@].*$/, '').replace(/[^a-zA-Z0-9_.-]/g, '');
  return word.replace(/^[^a-zA-Z0-9]+/, '').slice(0, 48) || 'container';
}

/** A free name that begins with what the image is: `busybox-1`, `busybox-2`, ... */
export function suggestedName(image: string, takenNames: ReadonlySet<string>): string {
  const base = stem(image);
  let number = 1;
  while (takenNames.has(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
