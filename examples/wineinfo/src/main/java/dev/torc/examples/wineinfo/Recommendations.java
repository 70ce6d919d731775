package dev.torc.examples.wineinfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.client.TorcClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/**
 * Asks the recommendations service. Nothing in it knows how many servers that is, nor which of them
 * gets a request: the client does, by {@code torc.yaml}.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Recommendations {
  private static final String URL =
      "http://wineinfo-recs.default.svc.cluster.local/recommendations/?limit=10&query=";

  private final HttpClient client;

  /**
   * Asks by any client; by the JDK's own, in a cluster, requests take whatever server comes.
   *
   * @param client best a {@link TorcClient}
   */
  public Recommendations(HttpClient client) {
    this.client = client;
  }

  /** Prints what is recommended for each query; the first argument is the {@code torc.yaml}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (TorcClient client = TorcClient.watching(Path.of(arguments[0]))) {
      Recommendations recommendations = new Recommendations(client);
      for (int i = 1; i < arguments.length; i++) {
        System.out.println(recommendations.get(arguments[i], Map.of()));
      }
    }
  }

  /**
   * The wines for a query, as JSON.
   *
   * @param headers that routes or hashing look at, such as {@code baggage} and {@code x-username}
   * @throws IOException if the service cannot be reached, or does not answer with 200
   */
  public String get(String query, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(URL + encode(query)));
    headers.forEach(request::header);
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.uri() + ": " + response.statusCode());
    }
    return response.body();
  }

  /** A form's plus for a space would be hashed as such: %20 is what everybody understands. */
  private static String encode(String query) {
    return URLEncoder.encode(query, UTF_8).replace("+", "%20");
  }
}
