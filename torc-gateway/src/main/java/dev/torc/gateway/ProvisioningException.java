package dev.torc.gateway;

import org.jspecify.annotations.Nullable;

/** A node cannot be started. The message says which and why. */
public final class ProvisioningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProvisioningException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
