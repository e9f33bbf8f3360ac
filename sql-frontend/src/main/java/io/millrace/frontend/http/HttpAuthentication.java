package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Authenticator;
import io.millrace.frontend.security.Caller;
import io.millrace.frontend.security.Credentials;
import io.millrace.frontend.security.Secret;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Who a request is from: {@code Authorization: Basic} or {@code Bearer}, or the console's cookie. The cookie's name carries the node's id, since
 * browsers send cookies to all ports of a host.
 */
public final class HttpAuthentication {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final int COOKIE_ID_LENGTH = 8;

    private final Authenticator authenticator;
    private final String cookieName;

    public HttpAuthentication(Authenticator authenticator, String nodeId) {
        this.authenticator = authenticator;
        this.cookieName = "millrace_" + nodeId.replaceAll("[^A-Za-z0-9]", "").substring(0, Math.min(COOKIE_ID_LENGTH, nodeId.length()));
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** Blocks. @throws MillraceException if it is from nobody who may come in */
    Caller callerOf(HttpServerRequest request) {
        return authenticator.isRequired() ? authenticator.authenticate(credentials(request)) : Caller.OPEN;
    }

    Credentials credentials(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            Cookie cookie = request.getCookie(cookieName);
            return cookie == null ? new Credentials.None() : new Credentials.Token(new Secret(cookie.getValue()));
        }
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith(BEARER)) {
            return new Credentials.Token(new Secret(header.substring(BEARER.length()).strip()));
        }
        if (lower.startsWith(BASIC)) {
            String pair = decoded(header.substring(BASIC.length()).strip());
            int colon = pair.indexOf(':');
            if (colon >= 0) {
                return new Credentials.Password(pair.substring(0, colon), new Secret(pair.substring(colon + 1)), address(request));
            }
        }
        throw new MillraceException(ErrorCode.AUTHENTICATION_REQUIRED, "header Authorization: expected Basic or Bearer credentials");
    }

    private static String decoded(String base64) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64))).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new MillraceException(ErrorCode.AUTHENTICATION_REQUIRED,
                    "header Authorization: the Basic credentials are not Base64 of UTF-8");
        }
    }

    static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    /** What the header Set-Cookie says after a login. */
    String cookie(HttpServerRequest request, Secret token) {
        return cookieName + "=" + token.text() + "; Max-Age=" + Authenticator.TOKEN_SECONDS + attributes(request);
    }

    String endedCookie(HttpServerRequest request) {
        return cookieName + "=; Max-Age=0" + attributes(request);
    }

    private static String attributes(HttpServerRequest request) {
        boolean encrypted = request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        return "; Path=/; HttpOnly; SameSite=Strict" + (encrypted ? "; Secure" : "");
    }

    /** The challenge that a 401 carries. A page of ours asks by itself: Basic would make the browser ask before it. */
    static String challenge(HttpServerRequest request) {
        boolean page = request.getHeader("Sec-Fetch-Mode") != null;
        return page ? "Bearer realm=\"millrace\"" : "Basic realm=\"millrace\", charset=\"UTF-8\"";
    }
}
