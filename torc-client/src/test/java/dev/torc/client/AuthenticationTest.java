package dev.torc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Basic authentication by the host of the URL. */
final class AuthenticationTest {
  private static final String GOOD = header("ann:pässword");

  private final List<String> asked = new ArrayList<>();

  private static String header(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  private static Replica guarded(String challenge) {
    return Replica.start(exchange -> {
      if (GOOD.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        Replica.answer(exchange, 200, "fine");
      } else {
        if (!challenge.isEmpty()) {
          exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        }
        Replica.answer(exchange, 401, "who?");
      }
    });
  }

  private Authenticator answering(@Nullable String password) {
    return new Authenticator() {
      @Override
      @SuppressWarnings("NullAway") // No answer is null here.
      protected PasswordAuthentication getPasswordAuthentication() {
        asked.add(getRequestingHost() + " " + getRequestingPrompt() + " " + getRequestingScheme());
        return password == null ? null : new PasswordAuthentication("ann", password.toCharArray());
      }
    };
  }

  private TorcClient client(Replica replica, @Nullable String password) {
    return TorcClient.builder()
        .withRouting(Routings.plain(replica.address()))
        .authenticator(answering(password))
        .build();
  }

  private static HttpRequest put(String path) {
    return HttpRequest.newBuilder(URI.create("http://shop" + path))
        .PUT(BodyPublishers.ofString("red"))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void whoIsAskedAnswersOnceAndIsRemembered(Sending sending) throws Exception {
    try (Replica replica = guarded("Bearer x=\"y\", Basic realm=\"cellar\", charset=\"UTF-8\"");
        TorcClient client = client(replica, "pässword")) {
      assertThat(client.authenticator()).isPresent();
      HttpRequest request = put("/a/b");
      HttpResponse<String> response = sending.send(client, request, BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("fine");
      assertThat(response.request()).isSameAs(request);
      assertThat(response.request().headers().map()).isEmpty();
      assertThat(response.previousResponse().orElseThrow().statusCode()).isEqualTo(401);
      assertThat(asked).containsExactly("shop cellar Basic");
      assertThat(replica.seen()).extracting(Replica.Seen::body).containsExactly("red", "red");

      assertThat(sending.send(client, put("/a/c"), BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThat(replica.seen()).hasSize(3);
      sending.send(client, put("/d"), BodyHandlers.ofString());
      assertThat(replica.seen()).as("another folder may be another's").hasSize(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRefusedIsTheCallers(Sending sending) throws Exception {
    try (Replica replica = guarded("Basic realm=\"cellar\"");
        TorcClient client = client(replica, "wrong")) {
      HttpResponse<String> response = sending.send(client, put("/"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).isEqualTo("who?");
      assertThat(asked).hasSize(1);
      assertThat(replica.seen()).hasSize(2);
    }
  }

  @Test
  void otherSchemesAndOwnCredentialsAreTheCallersBusiness() throws Exception {
    try (Replica replica = guarded("Bearer realm=\"cellar\"");
        TorcClient client = client(replica, "pässword")) {
      assertThat(client.send(put("/"), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      HttpRequest own =
          HttpRequest.newBuilder(URI.create("http://shop/")).header("Authorization", "x").build();
      assertThat(client.send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(asked).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noAnswerIsAnErrorAsInTheJdk(Sending sending) {
    try (Replica replica = guarded("Basic realm=\"cellar\"");
        TorcClient client = client(replica, null)) {
      assertThatThrownBy(() -> sending.send(client, put("/"), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessage("No credentials provided");
    }
    try (Replica replica = guarded("");
        TorcClient client = client(replica, "pässword")) {
      assertThatThrownBy(() -> sending.send(client, put("/"), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessage("WWW-Authenticate header missing for response code 401");
    }
  }
}
