package dev.torc.http;

import java.net.InetSocketAddress;

/** A server cannot listen where it should. The message says where and why. */
public final class BindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BindException(InetSocketAddress address, Throwable cause) {
    super(
        "cannot listen on "
            + address.getHostString()
            + ":"
            + address.getPort()
            + ": "
            + (cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
  }
}
