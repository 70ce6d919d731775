package dev.torc.it.placement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** An HTTP proxy that is asked for keys in the header {@code x-key}. */
final class KeyedProxy implements AutoCloseable {
  private final ProxyProcess process;

  /** Starts it as {@link ProxyProcess#started} does. */
  KeyedProxy(Function<Path, String> config, Function<Path, List<String>> command)
      throws IOException {
    process = ProxyProcess.started(config, command);
  }

  Path folder() {
    return process.folder();
  }

  /** Sends one request with a key and returns the headers of the response, names in lower case. */
  Map<String, String> ask(String key) throws IOException {
    process.send("GET / HTTP/1.1\r\nHost: oracle\r\nX-Key: " + key + "\r\n\r\n");
    process.readLine();
    Map<String, String> headers = new HashMap<>();
    for (String line = process.readLine(); !line.isEmpty(); line = process.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    process.skip(Integer.parseInt(headers.getOrDefault("content-length", "")));
    return headers;
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
