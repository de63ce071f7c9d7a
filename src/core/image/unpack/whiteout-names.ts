/** How layers' archives say what they hide of the layers below (OCI image specification, "Whiteouts"). */
export const whiteoutPrefix = '.wh.';
export const opaqueMarker = '.wh..wh..opq';
/** What AUFS noted for itself beside its whiteouts. */
export const aufsPrefix = '.wh..wh.';
