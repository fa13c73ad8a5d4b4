;; Wants tables of four million entries before it does anything.
(table $first 2000000 funcref)
(table $second 2000000 funcref)
