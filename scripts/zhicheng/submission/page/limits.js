// Files that are too large are reported before they are read. Of scans, which are no forms, only the beginning is read: it shows what they are.
import { bytesOf } from "./nodes.js";

const MIB = 1024 * 1024;
const FILE = 16 * MIB;
const ALL = 64 * MIB;
const FILES = 200;
const SCAN = /\.(?:pdf|jpe?g|png|tiff?|bmp|gif|heic|mp4|psd)$/i;
const BEGINNING = 4096;
const counted = (file) => (SCAN.test(file.name) ? Math.min(file.size, BEGINNING) : file.size);

/* Why chosen files are not read; "" where they are. */
export function tooMuch(files) {
  const large = [...files].find((file) => counted(file) > FILE);
  if (large)
    return `${large.name} 有 ${Math.ceil(large.size / MIB)} MiB，超过 ${FILE / MIB} MiB，不像是填好的表，没有读。请删去里面的图片和多余的工作表，或者另选。`;
  if (files.length > FILES) return `一次选了 ${files.length} 个文件，超过 ${FILES} 个，没有读。请只选填好的表。`;
  const all = [...files].reduce((sum, file) => sum + counted(file), 0);
  return all > ALL ? `选的文件一共 ${Math.ceil(all / MIB)} MiB，超过 ${ALL / MIB} MiB，没有读。请只选填好的表。` : "";
}

/* The bytes of files, of scans the first of them. */
export const contentsOf = (files) => bytesOf([...files].map((file) => (SCAN.test(file.name) ? file.slice(0, BEGINNING) : file)));
