package dev.torc.bench.peer;

import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;

/**
 * A provider of Dubbo's that has an address and is never called. Equal to nothing but itself, as
 * Dubbo's own ones are.
 */
public final class DubboProvider implements Invoker<Object> {
  /** The service that all of them have. */
  public static final String SERVICE = "dev.torc.Demo";

  private final URL url;

  /**
   * A provider.
   *
   * @param address as {@code host:port}
   * @param parameters of its URL, each with an ampersand before it; may be empty
   */
  public DubboProvider(String address, String parameters) {
    url = URL.valueOf("dubbo://" + address + "/" + SERVICE + "?interface=" + SERVICE + parameters);
  }

  @Override
  public URL getUrl() {
    return url;
  }

  @Override
  public Class<Object> getInterface() {
    return Object.class;
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public Result invoke(Invocation call) {
    throw new UnsupportedOperationException("it is never called");
  }

  @Override
  public void destroy() {}
}
