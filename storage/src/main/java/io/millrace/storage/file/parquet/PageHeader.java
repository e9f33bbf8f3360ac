package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/**
 * A page's header, parsed from Thrift's compact protocol without an object a field and with every length checked against what is there, so that
 * damaged bytes cost an error and not an allocation.
 *
 * @param headerBytes length of the header itself
 * @param crc of the page's bytes as stored; valid if {@code hasCrc}
 * @param values entries including nulls
 * @param rows of a version 2 page, else -1
 */
record PageHeader(
        int headerBytes,
        Kind kind,
        int uncompressedBytes,
        int compressedBytes,
        boolean hasCrc,
        int crc,
        int values,
        int rows,
        int encoding,
        int definitionEncoding,
        int definitionBytes,
        int repetitionBytes,
        boolean compressed) {

    /** What a page holds. */
    enum Kind {
        DATA_V1,
        INDEX,
        DICTIONARY,
        DATA_V2
    }

    /** Encoding ids of the format. */
    static final int PLAIN = 0;
    static final int PLAIN_DICTIONARY = 2;
    static final int RLE = 3;
    static final int DELTA_BINARY_PACKED = 5;
    static final int DELTA_LENGTH_BYTE_ARRAY = 6;
    static final int DELTA_BYTE_ARRAY = 7;
    static final int RLE_DICTIONARY = 8;
    static final int BYTE_STREAM_SPLIT = 9;

    /** Longest header that is read; statistics in it are skipped. */
    static final int HEADER_BYTES_MAX = 1 << 20;

    /** Thrown while parsing if the header goes on past the given bytes. */
    static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Incomplete() {
            super(null, null, false, false);
        }
    }

    boolean isData() {
        return kind == Kind.DATA_V1 || kind == Kind.DATA_V2;
    }

    boolean isDictionaryEncoded() {
        return encoding == PLAIN_DICTIONARY || encoding == RLE_DICTIONARY;
    }

    static PageHeader parse(long address, int available) {
        return new Parser(address, available).header();
    }

    /** A cursor over compact-protocol bytes. */
    private static final class Parser {
        private static final int DEPTH_MAX = 16;

        private final long start;
        private final long end;
        private long at;

        Parser(long address, int available) {
            this.start = address;
            this.at = address;
            this.end = address + available;
        }

        private int uncompressedBytes = -1;
        private int compressedBytes = -1;
        private boolean hasCrc;
        private int crc;
        private int kind = -1;
        private int values = -1;
        private int rows = -1;
        private int encoding = -1;
        private int definitionEncoding = RLE;
        private int definitionBytes;
        private int repetitionBytes;
        private boolean compressed = true;
        private int bodies;

        PageHeader header() {
            int id = 0;
            for (int head = next(); head != 0; head = next()) {
                id = fieldId(head, id);
                int type = head & 15;
                switch (id) {
                    case 1 -> kind = integer(type);
                    case 2 -> uncompressedBytes = integer(type);
                    case 3 -> compressedBytes = integer(type);
                    case 4 -> {
                        crc = integer(type);
                        hasCrc = true;
                    }
                    case 5, 7, 8 -> body(type, id);
                    default -> skip(type, 0);
                }
            }
            if (kind < 0 || kind > 3 || uncompressedBytes < 0 || compressedBytes < 0 || kind != 1 && (bodies & 1 << bodyOf(kind)) == 0) {
                throw new CorruptDataException("a page header without type, sizes or body");
            }
            if (kind != 1 && (values < 0 || definitionBytes < 0 || repetitionBytes < 0)) {
                throw new CorruptDataException("a page header with " + values + " values");
            }
            return new PageHeader(
                    (int) (at - start), Kind.values()[kind], uncompressedBytes, compressedBytes, hasCrc, crc, values, rows, encoding,
                    definitionEncoding,
                    definitionBytes, repetitionBytes, compressed);
        }

        private static int bodyOf(int kind) {
            return kind == 0 ? 5 : kind == 2 ? 7 : 8;
        }

        private void body(int outerType, int bodyId) {
            if (outerType != 12) {
                throw new CorruptDataException("a page header of unknown form");
            }
            bodies |= 1 << bodyId;
            boolean second = bodyId == 8;
            int id = 0;
            for (int head = next(); head != 0; head = next()) {
                id = fieldId(head, id);
                int type = head & 15;
                if (id == 1) {
                    values = integer(type);
                } else if (id == 2 && !second) {
                    encoding = integer(type);
                } else if (id == 3 && bodyId == 5) {
                    definitionEncoding = integer(type);
                } else if (id == 3 && second) {
                    rows = integer(type);
                } else if (id == 4 && second) {
                    encoding = integer(type);
                } else if (id == 5 && second) {
                    definitionBytes = integer(type);
                } else if (id == 6 && second) {
                    repetitionBytes = integer(type);
                } else if (id == 7 && second) {
                    compressed = type == 1;
                } else {
                    skip(type, 0);
                }
            }
        }

        private int fieldId(int head, int previous) {
            int delta = head >>> 4;
            return delta == 0 ? zigzag() : previous + delta;
        }

        private int integer(int type) {
            if (type != 5) {
                throw new CorruptDataException("a page header of unknown form");
            }
            return zigzag();
        }

        private int zigzag() {
            long raw = varint();
            return (int) (raw >>> 1 ^ -(raw & 1));
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int part = next();
                value |= (long) (part & 127) << shift;
                if (part < 128) {
                    return value;
                }
            }
            throw new CorruptDataException("a page header with an endless number");
        }

        private int next() {
            if (at >= end) {
                throw new Incomplete();
            }
            return Memory.getByte(at++) & 255;
        }

        private void skip(int type, int depth) {
            if (depth > DEPTH_MAX) {
                throw new CorruptDataException("a page header nested too deep");
            }
            switch (type) {
                case 1, 2 -> {}
                case 3 -> next();
                case 4, 5, 6 -> varint();
                case 7 -> skipBytes(8);
                case 8 -> skipBytes(varint());
                case 9, 10 -> {
                    int head = next();
                    long size = head >>> 4 == 15 ? varint() : head >>> 4;
                    for (long i = 0; i < size; i++) {
                        if ((head & 15) <= 2) {
                            next();
                        } else {
                            skip(head & 15, depth + 1);
                        }
                    }
                }
                case 12 -> {
                    int id = 0;
                    for (int head = next(); head != 0; head = next()) {
                        id = fieldId(head, id);
                        skip(head & 15, depth + 1);
                    }
                }
                default -> throw new CorruptDataException("a page header of unknown form");
            }
        }

        private void skipBytes(long count) {
            if (count < 0 || count > HEADER_BYTES_MAX) {
                throw new CorruptDataException("a page header with a field of " + count + " bytes");
            }
            if (count > end - at) {
                throw new Incomplete();
            }
            at += count;
        }
    }
}
