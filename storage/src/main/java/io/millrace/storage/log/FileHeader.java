package io.millrace.storage.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The first {@value #BYTES} bytes of a journal or segment file: magic, version, and whose it is. */
record FileHeader(int magic, long number, int partition) {
    static final int BYTES = 32;
    static final int JOURNAL = 0x314A4C4D; // "MLJ1"
    static final int SEGMENT = 0x31534C4D; // "MLS1"
    private static final int VERSION = 1;

    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(magic).putInt(VERSION).putLong(number).putInt(partition).putInt(0).putInt(0);
        bytes.putInt(crc(bytes));
        return bytes.flip();
    }

    /** Null if these are not such bytes. */
    static FileHeader read(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < BYTES || bytes.getInt(BYTES - 4) != crc(bytes) || bytes.getInt(4) != VERSION) {
            return null;
        }
        return new FileHeader(bytes.getInt(0), bytes.getLong(8), bytes.getInt(16));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(BYTES - 4));
        return (int) crc.getValue();
    }
}
