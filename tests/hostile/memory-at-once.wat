;; Wants all that can be addressed before it does anything.
(memory $memory (export "memory") 65536)
