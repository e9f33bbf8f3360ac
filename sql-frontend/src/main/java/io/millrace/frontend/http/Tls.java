package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files in PEM form: the certificate with those that vouch for it, and its private key (PKCS#8, not encrypted). */
public record Tls(Path certificate, Path key) {
    public Tls {
        for (Path file : List.of(certificate, key)) {
            if (!Files.isReadable(file)) {
                throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "cannot read " + file + ", which TLS needs");
            }
        }
    }
}
