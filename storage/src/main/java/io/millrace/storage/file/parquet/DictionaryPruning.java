package io.millrace.storage.file.parquet;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;

/** Tells whether a chunk's dictionary lists all of its values. */
final class DictionaryPruning {
    private DictionaryPruning() {}

    /** Whether every data page holds dictionary codes, so that the dictionary lists every value of the chunk. */
    static boolean isDictionaryOnly(ColumnMetaData meta) {
        if (!meta.isSetDictionary_page_offset()) {
            return false;
        }
        if (meta.isSetEncoding_stats()) {
            boolean any = false;
            for (PageEncodingStats stats : meta.getEncoding_stats()) {
                if (stats.getPage_type() == PageType.DATA_PAGE || stats.getPage_type() == PageType.DATA_PAGE_V2) {
                    if (stats.getEncoding() != Encoding.PLAIN_DICTIONARY && stats.getEncoding() != Encoding.RLE_DICTIONARY
                            && stats.getCount() > 0) {
                        return false;
                    }
                    any = true;
                }
            }
            return any;
        }
        // Without counts only the old encoding name tells: PLAIN would be listed for a page that fell back.
        return meta.getEncodings() != null
                && meta.getEncodings().contains(Encoding.PLAIN_DICTIONARY)
                && meta.getEncodings().stream()
                        .allMatch(e -> e == Encoding.PLAIN_DICTIONARY || e == Encoding.RLE || e == Encoding.BIT_PACKED);
    }
}
