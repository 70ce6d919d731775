/** An HTTP client that balances by itself. */
module dev.torc.client {
  requires transitive dev.torc.discovery;
  requires transitive dev.torc.routing;
  requires transitive java.net.http;
  requires static transitive micrometer.core;
  requires static transitive org.jspecify;

  exports dev.torc.client;
}
