package dev.torc.routing;

/** A request that cannot be sent, or was given up. Each kind is a class of its own. */
public abstract sealed class RoutingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RoutingException(String message) {
    super(message);
  }

  /** Whether the same request may succeed later, without a change of the configuration. */
  public boolean isTemporary() {
    return false;
  }

  /** The kind, for programs: the name of the class. */
  public String kind() {
    return getClass().getSimpleName();
  }

  /** The route's time for a request is over. */
  public static final class TimedOut extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public TimedOut(String message) {
      super(message);
    }
  }

  /** The URL is none that can be routed. */
  public static final class InvalidUrl extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public InvalidUrl(String message) {
      super(message);
    }
  }

  /** A route makes no sense for the request, as a redirection to no URL does. */
  public static final class InvalidRoute extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public InvalidRoute(String message) {
      super(message);
    }
  }

  /** No route is for the host and port, and no backend has that name. */
  public static final class NoRouteMatched extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public NoRouteMatched(String message) {
      super(message);
    }
  }

  /** The route for the host has no rule for the request. */
  public static final class NoRuleMatched extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public NoRuleMatched(String message) {
      super(message);
    }
  }

  /** The rule has no backend, or one that nobody defines. */
  public static final class NoBackend extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public NoBackend(String message) {
      super(message);
    }
  }

  /** The backend has no endpoint that takes requests now. */
  public static final class NoReachableEndpoints extends RoutingException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public NoReachableEndpoints(String message) {
      super(message);
    }

    @Override
    public boolean isTemporary() {
      return true;
    }
  }
}
