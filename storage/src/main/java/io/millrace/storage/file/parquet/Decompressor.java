package io.millrace.storage.file.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Expands pages from one off-heap buffer into another with contexts that are reused. One thread. */
abstract sealed class Decompressor implements AutoCloseable {

    /** Expands {@code length} bytes at {@code offset} of {@code from} to exactly {@code expected} bytes at {@code toOffset} of {@code to}. */
    abstract void expand(ByteBuffer from, int offset, int length, ByteBuffer to, int toOffset, int expected);

    @Override
    public void close() {}

    /** Null for uncompressed pages. */
    static Decompressor of(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> null;
            case ZSTD -> new Zstd();
            case SNAPPY -> new SnappyRaw();
            case GZIP -> new Gzip();
            case LZ4_RAW -> new Lz4(false);
            case LZ4 -> new Lz4(true);
            case BROTLI, LZO -> throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "compression " + codec + " of a Parquet file is not supported; expected one of zstd, snappy, gzip, lz4, none");
        };
    }

    static void checkSize(long found, int expected) {
        if (found != expected) {
            throw new CorruptDataException("a page of " + found + " bytes uncompressed, its header says " + expected);
        }
    }

    private static final class Zstd extends Decompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        void expand(ByteBuffer from, int offset, int length, ByteBuffer to, int toOffset, int expected) {
            try {
                checkSize(context.decompressDirectByteBuffer(to, toOffset, expected, from, offset, length), expected);
            } catch (ZstdException e) {
                throw new CorruptDataException("a zstd page that does not decompress (" + e.getMessage() + ")", e);
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static final class SnappyRaw extends Decompressor {
        @Override
        void expand(ByteBuffer from, int offset, int length, ByteBuffer to, int toOffset, int expected) {
            ByteBuffer source = from.duplicate().limit(offset + length).position(offset);
            ByteBuffer target = to.duplicate().limit(toOffset + expected).position(toOffset);
            try {
                checkSize(Snappy.uncompressedLength(source), expected);
                checkSize(Snappy.uncompress(source, target), expected);
            } catch (IOException e) {
                throw new CorruptDataException("a snappy page that does not decompress (" + e.getMessage() + ")", e);
            }
        }
    }

    /** RFC 1952, several members allowed. */
    private static final class Gzip extends Decompressor {
        private static final int FOOTER_BYTES = 8;
        private final Inflater inflater = new Inflater(true);

        @Override
        void expand(ByteBuffer from, int offset, int length, ByteBuffer to, int toOffset, int expected) {
            ByteBuffer source = from.duplicate().limit(offset + length).position(offset);
            ByteBuffer target = to.duplicate().limit(toOffset + expected).position(toOffset);
            try {
                do {
                    member(source, target);
                } while (source.remaining() > FOOTER_BYTES && target.hasRemaining());
            } catch (DataFormatException | java.nio.BufferUnderflowException | IllegalArgumentException e) {
                throw new CorruptDataException("a gzip page that does not decompress (" + e.getMessage() + ")", e);
            }
            checkSize(target.position() - toOffset, expected);
        }

        private void member(ByteBuffer source, ByteBuffer target) throws DataFormatException {
            header(source);
            inflater.reset();
            inflater.setInput(source);
            while (!inflater.finished()) {
                int written = inflater.inflate(target);
                if (written == 0
                        && (inflater.needsInput() || inflater.needsDictionary() || !target.hasRemaining() && !inflater.finished())) {
                    if (inflater.inflate(target) == 0 && inflater.finished()) {
                        break;
                    }
                    throw new DataFormatException("ends early or is longer than announced");
                }
            }
            source.position(Math.min(source.limit(), source.position() + FOOTER_BYTES));
        }

        private static void header(ByteBuffer source) throws DataFormatException {
            if ((source.get() & 255) != 31 || (source.get() & 255) != 139 || source.get() != 8) {
                throw new DataFormatException("no gzip header");
            }
            int flags = source.get();
            source.position(source.position() + 6);
            if ((flags & 4) != 0) {
                int extra = source.get() & 255 | (source.get() & 255) << 8;
                source.position(source.position() + extra);
            }
            for (int text = 0; text < Integer.bitCount(flags & 24); text++) {
                while (source.get() != 0) {
                    // A name or comment ends with a zero byte.
                }
            }
            if ((flags & 2) != 0) {
                source.position(source.position() + 2);
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /** Raw LZ4 blocks, or the older framing of Hadoop's codec: big-endian sizes before each block. */
    private static final class Lz4 extends Decompressor {
        private final boolean framed;
        private final Lz4Decompressor decompressor = new Lz4Decompressor();

        Lz4(boolean framed) {
            this.framed = framed;
        }

        @Override
        void expand(ByteBuffer from, int offset, int length, ByteBuffer to, int toOffset, int expected) {
            ByteBuffer target = to.duplicate().limit(toOffset + expected).position(toOffset);
            try {
                if (!framed
                        || !frames(from.duplicate().order(java.nio.ByteOrder.BIG_ENDIAN).limit(offset + length).position(offset), target)) {
                    target.position(toOffset);
                    decompressor.decompress(from.duplicate().limit(offset + length).position(offset), target);
                }
            } catch (RuntimeException e) {
                throw new CorruptDataException("an lz4 page that does not decompress (" + e.getMessage() + ")", e);
            }
            checkSize(target.position() - toOffset, expected);
        }

        /** False if the bytes are not framed after all: some writers left the frames out. */
        private boolean frames(ByteBuffer source, ByteBuffer target) {
            while (source.remaining() > 8) {
                int whole = source.getInt();
                int block = source.getInt();
                if (whole < 0 || whole > target.remaining() || block < 0 || block > source.remaining()) {
                    return false;
                }
                int before = target.position();
                ByteBuffer part = source.duplicate().limit(source.position() + block);
                try {
                    decompressor.decompress(part, target);
                } catch (RuntimeException e) {
                    return false;
                }
                if (target.position() - before != whole) {
                    return false;
                }
                source.position(source.position() + block);
            }
            return !source.hasRemaining() && !target.hasRemaining();
        }
    }
}
