// The port on which a service tells how it is: /healthz, /readyz and /metrics.
#pragma once

#include <memory>
#include <string>

#include "base/instruments.h"
#include "base/result.h"
#include "telemetry/health.h"

namespace ferrotype {

class Endpoint {
 public:
  /// Listens on `address`: "9464" (loopback), "0.0.0.0:9464", "[::]:9464"; port 0 is any free one. The two outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Endpoint>> Listen(const std::string& address, Instruments& instruments,
                                                                const Health& health);
  virtual ~Endpoint() = default;
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  [[nodiscard]] virtual int port() const = 0;

 protected:
  Endpoint() = default;
};

}  // namespace ferrotype
