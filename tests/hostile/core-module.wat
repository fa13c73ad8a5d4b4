;; A core module, as rustc makes it without the linker of components.
(module)
