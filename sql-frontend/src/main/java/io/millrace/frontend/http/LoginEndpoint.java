package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.security.Authenticator;
import io.millrace.frontend.security.Credentials;
import io.millrace.frontend.security.Secret;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;

/**
 * {@code /v1/login}: POST of {@code {"user", "password"}} gives a cookie that stands for them, with {@code "token": true} a bearer token instead; DELETE ends
 * that login.
 */
public final class LoginEndpoint implements Endpoint {
    private static final int BODY_BYTES_MAX = 16 << 10;
    private static final String JSON = "application/json";
    private static final SqlType ANSWER =
            SqlType.row(List.of(Field.of("user", SqlType.VARCHAR), Field.of("expiresInSeconds", SqlType.BIGINT)));
    private static final SqlType TOKEN_ANSWER = SqlType.row(List.of(Field.of("user", SqlType.VARCHAR),
            Field.of("expiresInSeconds", SqlType.BIGINT), Field.of("token", SqlType.VARCHAR)));

    private final HttpAuthentication authentication;

    private record Login(String user, Secret password, boolean token) {}

    public LoginEndpoint(HttpAuthentication authentication) {
        this.authentication = authentication;
    }

    /** Nobody is known before the login. */
    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.setHeader("Cache-Control", "no-store");
        switch (exchange.method()) {
            case "POST" -> login(exchange);
            case "DELETE" -> {
                if (authentication.credentials(exchange.request()) instanceof Credentials.Token token) {
                    authentication.authenticator().logout(token.token());
                }
                exchange.setHeader("Set-Cookie", authentication.endedCookie(exchange.request()));
                exchange.answer(200, JSON, "{}\n");
            }
            default -> {
                exchange.setHeader("Allow", "POST, DELETE");
                exchange.answer(405, "text/plain; charset=utf-8", "log in with POST, log out with DELETE\n");
            }
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        Login login = read(exchange.text(BODY_BYTES_MAX));
        Secret token = authentication.authenticator().login(
                new Credentials.Password(login.user(), login.password(), HttpAuthentication.address(exchange.request())));
        if (login.token()) {
            exchange.answer(200, JSON, JsonValues.of(
                    List.of(login.user(), Authenticator.TOKEN_SECONDS, token.text()), TOKEN_ANSWER, ZoneOffset.UTC) + "\n");
        } else {
            exchange.setHeader("Set-Cookie", authentication.cookie(exchange.request(), token));
            exchange.answer(200, JSON, JsonValues.of(List.of(login.user(), Authenticator.TOKEN_SECONDS), ANSWER, ZoneOffset.UTC) + "\n");
        }
    }

    /** What is wrong is said without a piece of the text: a password is in it. */
    private static Login read(String text) throws IOException {
        String user = null;
        String password = null;
        boolean token = false;
        try (JsonParser json = JsonValues.FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "user" -> user = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    case "password" -> password = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    case "token" -> token = value == JsonToken.VALUE_TRUE;
                    default -> json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw invalid();
        }
        if (user == null || password == null) {
            throw invalid();
        }
        return new Login(user, new Secret(password), token);
    }

    private static MillraceException invalid() {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "a login is a JSON object with the texts user and password");
    }
}
