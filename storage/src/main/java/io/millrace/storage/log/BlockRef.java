package io.millrace.storage.log;

/** Where a block lies. {@code inJournal}: it is not settled yet. */
record BlockRef(BlockFile file, long position, BlockHeader header, boolean inJournal) {
    long firstOffset() {
        return header.firstOffset();
    }

    long endOffset() {
        return header.endOffset();
    }
}
