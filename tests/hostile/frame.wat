;; A plugin that keeps the contract, as a core module: what the files beside it have in common.
;;
;; It counts documents, and makes a layer `marks` with a span over each text that is not empty. A document is a culprit
;; when its text begins with `!`: `$sin` is called for it, and its output and spans come from functions of their own. Here
;; those do as for any other document, so this plugin is sound; a file beside this one holds the fields of the module that
;; differ, and a field of one name here gives way.
;;
;; It never frees memory within a call and has 2 MiB, so it is for small documents.
(module
  (memory $memory (export "memory") 32)
  (global $heap (mut i32) (i32.const 0x10000))

  (func $allocate (param $align i32) (param $bytes i32) (result i32)
    (local $at i32)
    (local.set $at
      (i32.and
        (i32.add (global.get $heap) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
    (global.set $heap (i32.add (local.get $at) (local.get $bytes)))
    (local.get $at))

  (func $realloc (export "cabi_realloc")
    (param $old i32) (param $old_bytes i32) (param $align i32) (param $bytes i32) (result i32)
    (call $allocate (local.get $align) (local.get $bytes)))

  ;; The manifest.

  (data $name (i32.const 0x100) "hostile")
  (data $version (i32.const 0x120) "1.0.0")
  (data $schema (i32.const 0x200)
    "{\"kind\":\"record\",\"fields\":{\"documents\":{\"kind\":\"sum\"},\"note\":{\"kind\":\"each\"}}}")
  (data $settings (i32.const 0x300) "{}")
  (data $marks (i32.const 0x140) "marks")
  ;; A provision: layer, scope, summary, labels, attributes, extensions. All but the first are 0.
  (data $provision (i32.const 0x160)
    "\40\01\00\00\05\00\00\00")

  (func $name (result i32 i32) (i32.const 0x100) (i32.const 7))
  (func $version (result i32 i32) (i32.const 0x120) (i32.const 5))
  (func $summary (result i32 i32) (i32.const 0) (i32.const 0))
  (func $requires (result i32 i32) (i32.const 0) (i32.const 0))
  (func $provides (result i32 i32) (i32.const 0x160) (i32.const 1))
  (func $schema (result i32 i32) (i32.const 0x200) (i32.const 78))
  (func $settings (result i32 i32) (i32.const 0x300) (i32.const 2))

  (func $describe (export "textmill:analyzer/plugin@0.1.0#describe") (result i32)
    (call $put (i32.const 0x400) (call $name))
    (call $put (i32.const 0x408) (call $version))
    (call $put (i32.const 0x410) (call $summary))
    (call $put (i32.const 0x418) (call $requires))
    (call $put (i32.const 0x420) (call $provides))
    ;; Neither metadata nor resources nor extensions.
    (call $put (i32.const 0x438) (call $schema))
    (call $put (i32.const 0x440) (call $settings))
    (i32.const 0x400))

  ;; Writes the two words of a string or a list: where it is, and how long.
  (func $put (param $at i32) (param $content i32) (param $length i32)
    (i32.store (local.get $at) (local.get $content))
    (i32.store offset=4 (local.get $at) (local.get $length)))

  (func $configure (export "textmill:analyzer/plugin@0.1.0#configure")
    (param $settings i32) (param $settings_bytes i32) (param $resources i32) (param $resource_count i32) (result i32)
    ;; `ok`, which is 0.
    (i32.const 0x500))

  ;; The analysis.

  ;; The parameters of the call: texts, ids, groups, metadata, layers, what is wanted.
  (global $call (mut i32) (i32.const 0))
  (global $text (mut i32) (i32.const 0))
  (global $documents (mut i32) (i32.const 0))
  (global $outputs (mut i32) (i32.const 0))
  (global $starts (mut i32) (i32.const 0))
  (global $ends (mut i32) (i32.const 0))
  (global $spans (mut i32) (i32.const 0))
  ;; Whether the call has a culprit.
  (global $tempted (mut i32) (i32.const 0))

  (data $output (i32.const 0x600) "{\"documents\":1}")

  (func $analyze (export "textmill:analyzer/plugin@0.1.0#analyze") (param $call i32) (result i32)
    (global.set $call (local.get $call))
    (global.set $text (i32.load (local.get $call)))
    (global.set $documents (i32.div_u (i32.load offset=12 (local.get $call)) (i32.const 4)))
    (global.set $outputs (call $allocate (i32.const 4) (i32.mul (global.get $documents) (i32.const 8))))
    (global.set $starts (call $allocate (i32.const 4) (i32.mul (global.get $documents) (i32.const 8))))
    (global.set $ends (call $allocate (i32.const 4) (i32.mul (global.get $documents) (i32.const 8))))
    (global.set $spans (i32.const 0))
    (global.set $tempted (i32.const 0))
    (call $each_document (i32.load offset=8 (local.get $call)))
    ;; `ok`, with outputs, partials, layers and faults, and no extensions.
    (i32.store8 (i32.const 0x700) (i32.const 0))
    (call $put (i32.const 0x704) (call $answer_outputs (i32.load8_u offset=56 (local.get $call))))
    (call $put (i32.const 0x70c) (call $answer_partials (i32.load8_u offset=57 (local.get $call))))
    (call $put (i32.const 0x714) (call $answer_layers (i32.load offset=64 (local.get $call))))
    (call $put (i32.const 0x71c) (call $answer_faults))
    (i32.const 0x700))

  ;; What the call had is done with.
  (func $after (export "cabi_post_textmill:analyzer/plugin@0.1.0#analyze") (param $answer i32)
    (global.set $heap (i32.const 0x10000)))

  (func $each_document (param $document_ends i32)
    (local $document i32) (local $start i32) (local $end i32)
    (loop $next
      (if (i32.ge_u (local.get $document) (global.get $documents)) (then (return)))
      (local.set $end
        (i32.load (i32.add (local.get $document_ends) (i32.mul (local.get $document) (i32.const 4)))))
      (call $document (local.get $document) (local.get $start) (local.get $end))
      (local.set $start (local.get $end))
      (local.set $document (i32.add (local.get $document) (i32.const 1)))
      (br $next)))

  (func $document (param $document i32) (param $start i32) (param $end i32)
    (local $output i32)
    (local.set $output (i32.add (global.get $outputs) (i32.mul (local.get $document) (i32.const 8))))
    (if (call $is_culprit (local.get $start) (local.get $end))
      (then
        (global.set $tempted (i32.const 1))
        (call $sin)
        (call $put (local.get $output) (call $culprit_output))
        (call $culprit_spans (local.get $start) (local.get $end)))
      (else
        (call $put (local.get $output) (call $output))
        (call $span_over (local.get $start) (local.get $end)))))

  (func $is_culprit (param $start i32) (param $end i32) (result i32)
    (if (i32.eq (local.get $start) (local.get $end)) (then (return (i32.const 0))))
    (i32.eq (i32.load8_u (i32.add (global.get $text) (local.get $start))) (i32.const 0x21)))

  (func $sin)
  (func $output (result i32 i32) (i32.const 0x600) (i32.const 15))
  (func $culprit_output (result i32 i32) (call $output))
  (func $culprit_spans (param $start i32) (param $end i32)
    (call $span_over (local.get $start) (local.get $end)))

  (func $span_over (param $start i32) (param $end i32)
    (if (i32.eq (local.get $start) (local.get $end)) (then (return)))
    (call $span (local.get $start) (local.get $end)))

  ;; Adds a span: two for each document at the most.
  (func $span (param $start i32) (param $end i32)
    (local $offset i32)
    (local.set $offset (i32.mul (global.get $spans) (i32.const 4)))
    (i32.store (i32.add (global.get $starts) (local.get $offset)) (local.get $start))
    (i32.store (i32.add (global.get $ends) (local.get $offset)) (local.get $end))
    (global.set $spans (i32.add (global.get $spans) (i32.const 1))))

  (func $answer_outputs (param $wanted i32) (result i32 i32)
    (global.get $outputs)
    (i32.mul (local.get $wanted) (global.get $documents)))

  ;; None: the host folds.
  (func $answer_partials (param $wanted i32) (result i32 i32) (i32.const 0) (i32.const 0))

  (func $answer_layers (param $wanted i32) (result i32 i32)
    ;; Name, scope (spans, which is 0), starts, ends; neither labels nor attributes. Numbers go as their bytes.
    (call $put (i32.const 0x740) (i32.const 0x140) (i32.const 5))
    (call $put (i32.const 0x74c) (global.get $starts) (i32.mul (global.get $spans) (i32.const 4)))
    (call $put (i32.const 0x754) (global.get $ends) (i32.mul (global.get $spans) (i32.const 4)))
    (i32.const 0x740)
    (local.get $wanted))

  (func $answer_faults (result i32 i32) (i32.const 0) (i32.const 0)))
