package dev.torc.cli;

import dev.torc.routing.RequestView;
import dev.torc.routing.RoutingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request on the command line. */
final class RequestOptions {

  @Parameters(
      arity = "1..2",
      paramLabel = "[METHOD] URL",
      hideParamSyntax = true,
      description = "The request; its method is GET if not given.")
  private List<String> target;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME:VALUE",
      description = "A header of the request; may be given several times.")
  private @Nullable List<String> headers;

  @SuppressWarnings("NullAway.Init") // picocli sets the target.
  RequestOptions() {}

  /**
   * The request.
   *
   * @throws RoutingException.InvalidUrl if its URL is none
   */
  RequestView request() {
    return request(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * The request with its URL and the values of its headers changed.
   *
   * @throws RoutingException.InvalidUrl if its URL is none
   */
  RequestView request(UnaryOperator<String> inUrl, UnaryOperator<String> inHeaders) {
    String method = target.size() == 1 ? "GET" : target.get(0).toUpperCase(Locale.ROOT);
    String url = inUrl.apply(target.get(target.size() - 1));
    return RequestView.of(method, uri(url), headers(inHeaders));
  }

  /** Whether a text is in the URL or in a header. */
  boolean contains(String text) {
    return target.get(target.size() - 1).contains(text)
        || (headers != null && headers.stream().anyMatch(header -> header.contains(text)));
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new RoutingException.InvalidUrl(
          "\"" + url + "\": " + e.getReason() + " at " + (e.getIndex() + 1) + " (expected: a URL)");
    }
  }

  private Map<String, List<String>> headers(UnaryOperator<String> change) {
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : headers == null ? List.<String>of() : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new UsageException("-H: \"" + header + "\" (expected: NAME: VALUE)");
      }
      byName
          .computeIfAbsent(header.substring(0, colon).strip(), name -> new ArrayList<>())
          .add(change.apply(header.substring(colon + 1).strip()));
    }
    return byName;
  }
}
