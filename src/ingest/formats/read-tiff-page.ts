import { getDecoder } from "geotiff";
import type { Samples } from "../../domain/tile/tile.ts";
import { truncatedFile, undecodable } from "../files/file-problems.ts";
import { type TiffPage, tiffCompression } from "./open-tiff.ts";
import type { StridedSamples } from "./raster.ts";
import { unpackLzw } from "./unpack-lzw.ts";

/**
 * Reads the pixels of one TIFF image bit-exactly.
 *
 * geotiff unpacks the blocks (except LZW, see `unpackLzw`), and this code puts them together. geotiff's own
 * `readRasters` is not used for two reasons. It undoes the predictor in the machine's byte order, which turns a
 * big-endian 16-bit file with predictor into noise without an error (3.0.5). And it takes three times as long,
 * because it reads sample by sample.
 *
 * @returns one entry for each channel, without alpha, `[height, width]` each, 0..255 or 0..65535.
 * @throws TruncatedFile.
 */
export async function readTiffPage(page: TiffPage): Promise<StridedSamples[]> {
  const { width, height, layout, samplesPerPixel, channelCount, blockWidth, blockHeight } = page;
  const planes = layout === "planar" ? channelCount : 1;
  const stride = layout === "planar" ? 1 : samplesPerPixel;
  const blocksAcross = Math.ceil(width / blockWidth);
  const blocksInPlane = blocksAcross * Math.ceil(height / blockHeight);
  const unpack = await chooseUnpacker(page);

  const outputs: Samples[] = [];
  for (let plane = 0; plane < planes; plane++) {
    const output =
      page.bitDepth === 8 ? new Uint8Array(width * height * stride) : new Uint16Array(width * height * stride);
    for (let index = 0; index < blocksInPlane; index++) {
      const left = (index % blocksAcross) * blockWidth;
      const top = Math.floor(index / blocksAcross) * blockHeight;
      const rows = Math.min(blockHeight, height - top);
      const block = await readBlock(page, plane * blocksInPlane + index, blockWidth * stride, rows, stride, unpack);
      const columns = Math.min(blockWidth, width - left) * stride;
      for (let y = 0; y < rows; y++) {
        const from = y * blockWidth * stride;
        output.set(block.subarray(from, from + columns), ((top + y) * width + left) * stride);
      }
    }
    outputs.push(output);
  }
  return Array.from({ length: channelCount }, (_, channel) => ({
    data: outputs[layout === "planar" ? channel : 0]!,
    offset: layout === "planar" ? 0 : channel,
    stride,
  }));
}

/** Unpacks the bytes of one block. `size` is the number of unpacked bytes that are needed. */
type Unpack = (packed: Uint8Array<ArrayBuffer>, size: number) => Promise<Uint8Array> | Uint8Array;

async function chooseUnpacker(page: TiffPage): Promise<Unpack> {
  if (page.compression === tiffCompression.none) return (packed) => packed;
  if (page.compression === tiffCompression.lzw) return unpackLzw;
  // geotiff uses the block's layout only for the predictor, which is switched off.
  const decoder = await getDecoder(page.compression, {
    tileWidth: page.blockWidth,
    tileHeight: page.blockHeight,
    predictor: 1,
    bitsPerSample: page.bitDepth,
    planarConfiguration: 1,
  });
  return async (packed) => new Uint8Array(await decoder.decode(packed.slice().buffer));
}

/**
 * Reads one block and undoes its predictor.
 * @returns `[rows, rowLength]` samples in the machine's byte order.
 */
async function readBlock(
  page: TiffPage,
  index: number,
  rowLength: number,
  rows: number,
  stride: number,
  unpack: Unpack,
): Promise<Samples> {
  const { offset, length } = page.blocks[index]!;
  const count = rows * rowLength;
  // A block without bytes is a hole in a sparse file, which stands for zeros.
  if (length === 0) return page.bitDepth === 8 ? new Uint8Array(count) : new Uint16Array(count);
  const size = count * (page.bitDepth / 8);
  let bytes: Uint8Array;
  try {
    bytes = await unpack(page.bytes.subarray(offset, offset + length), size);
  } catch (error) {
    throw undecodable(page.fileName, "its compressed pixels cannot be unpacked", error);
  }
  if (bytes.length < size) {
    throw truncatedFile(page.fileName, "a block of its pixels is shorter than the image needs");
  }
  const samples = page.bitDepth === 8 ? bytes.slice(0, count) : toNativeOrder(bytes, count, page.littleEndian);
  if (page.predictor === 2) undoDifferences(samples, rowLength, stride);
  return samples;
}

function toNativeOrder(bytes: Uint8Array, count: number, littleEndian: boolean): Uint16Array {
  const samples = new Uint16Array(count);
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < count; i++) {
    samples[i] = bytes[2 * i + low]! | (bytes[2 * i + high]! << 8);
  }
  return samples;
}

/**
 * Replaces differences by samples, in place. Each sample is stored as the difference to the same sample of the pixel on
 * its left (TIFF 6.0, section 14).
 */
function undoDifferences(samples: Samples, rowLength: number, stride: number): void {
  for (let row = 0; row < samples.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++) {
      samples[i]! += samples[i - stride]!;
    }
  }
}
