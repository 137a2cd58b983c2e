;; The allocator of the interpreter's small objects: a shared library of WebAssembly, which `assemble.py` turns into bytes
;; and the builder puts beside the package `app` as the extension module `lazaret_allocator`.
;;
;; CPython has such an allocator of its own, but not in the ready-made interpreter: there each object is a call of the C
;; library's allocator, which serves all sizes from one heap. Here a request of up to 504 bytes is rounded up to one of
;; 26 sizes ("classes") and served from a pool, a page with blocks of one size only. Nobody has to look for a block,
;; and nothing has to be merged when one is given back. Larger requests go to the C library, as do blocks that it gave.
;;
;; A pool of 4096 bytes: a header of 24, then blocks. Sixteen of them are an arena of 64 KiB, which is a block of the C
;; library; so the limits of memory hold, and an arena that is all free is given back for whatever else needs memory.
;;
;;    header  +0  next pool in its list        +12 blocks in use, see below
;;            +4  pool before it                +16 class
;;            +8  first free block              +20 unused
;;
;; A pool is in one of these states:
;; - active: the one of its class that requests are served from. Itself counts as one block in use.
;; - waiting: in the list of its class. Has free blocks and blocks in use.
;; - full: in no list. Less than zero is in use, by FULL, so that the first block that comes back is noticed by the same
;;   comparison as a pool that has become empty.
;; - empty: in the list of empty pools, which are there for all classes.
;; - new: in the one arena that is not yet used up, from `new` to its end. No new pool is written to before it is needed,
;;   for a fresh sandbox pays for each page that it is the first to write; and they lie side by side.
;;
;; All lists are rings of which an anchor in the data below is a part, so that nobody has to ask whether a neighbour is
;; there. Nothing here depends on anything but the order of requests and what the C library answers.
(module
  ;; For the linker: 69632 bytes of data aligned to 2^12, 6 elements in the table. Whole pages, so that all else lies as it would
  ;; without this.
  (@custom "dylink.0" (before first) "\01\06\80\a0\04\0c\06\00")

  (import "env" "memory" (memory 0))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__memory_base" (global $data i32))
  (import "env" "__table_base" (global $table i32))
  (import "GOT.mem" "_Py_NoneStruct" (global $none (mut i32)))
  (import "env" "malloc" (func $c_malloc (param i32) (result i32)))
  (import "env" "calloc" (func $c_calloc (param i32 i32) (result i32)))
  (import "env" "realloc" (func $c_realloc (param i32 i32) (result i32)))
  (import "env" "free" (func $c_free (param i32)))
  (import "env" "aligned_alloc" (func $c_aligned_alloc (param i32 i32) (result i32)))
  (import "env" "PyMem_SetAllocator" (func $set_allocator (param i32 i32)))
  (import "env" "PyModule_Create2" (func $create_module (param i32 i32) (result i32)))

  ;; The data, by distance from $data:
  ;;      0  class of a request, by its eighths rounded up; classes are counted in eights
  ;;     64  texts
  ;;    128  for each class: its active pool, and the size of its blocks
  ;;    336  for each class: the anchor of its waiting pools
  ;;    544  for each class: how many of its first requests went to the C library
  ;;    752  the anchor of the empty pools, and at 760 the one arena that is all empty, or 0
  ;;    764  the first new pool, and at 768 the end of its arena
  ;;    784  a pool without any block, active where there is no other
  ;;    832  PyMethodDef[3]; at 880 PyModuleDef; at 944 PyMemAllocatorEx
  ;;   1024  for each 64 KiB of the memory: 0 if it is no arena, otherwise 1 and its pools that are neither empty nor new
  (data (global.get $data)
    ;; to 128 bytes by 8; then what fits into a pool so many times that little is left over
    "\00\00\08\10\18\20\28\30\38\40\48\50\58\60\68\70\78"
    ;; to 144, 160, 184, 224, 248
    "\80\80\88\88\90\90\90\98\98\98\98\98\a0\a0\a0"
    ;; to 288, 336, 400, 448, 504
    "\a8\a8\a8\a8\a8\b0\b0\b0\b0\b0\b0\b8\b8\b8\b8\b8\b8\b8\b8\c0\c0\c0\c0\c0\c0\c8\c8\c8\c8\c8\c8\c8"
    "lazaret_allocator\00install\00keep\00")
  (elem (global.get $table) func $malloc $calloc $realloc $free $install $keep)

  ;; A block of at least so many bytes, or 0. As all functions that CPython calls, it is given a context, here none.
  (func $malloc (param $context i32) (param $size i32) (result i32)
    (local $pool i32) (local $block i32)
    (if (i32.lt_u (i32.const 504) (local.get $size))
      (then
        (call $before_large (local.get $size))
        (return (call $c_malloc (local.get $size)))))
    ;; `class`, written out: a call would cost as much as all the rest.
    (local.set $pool
      (i32.load offset=128
        (i32.add (global.get $data)
          (i32.load8_u
            (i32.add (global.get $data) (i32.shr_u (i32.add (local.get $size) (i32.const 7)) (i32.const 3)))))))
    (if (i32.eqz (local.tee $block (i32.load offset=8 (local.get $pool))))
      (then (return (call $malloc_elsewhere (local.get $size)))))
    (i32.store offset=8 (local.get $pool) (i32.load (local.get $block)))
    (i32.store offset=12 (local.get $pool) (i32.add (i32.load offset=12 (local.get $pool)) (i32.const 1)))
    (local.get $block))

  (func $free (param $context i32) (param $block i32)
    (local $pool i32) (local $used i32)
    ;; `arena_state`, written out.
    (if (i32.eqz
          (i32.load8_u offset=1024
            (i32.add (global.get $data) (i32.shr_u (local.get $block) (i32.const 16)))))
      (then (call $c_free (local.get $block)) (return)))
    (local.set $pool (i32.and (local.get $block) (i32.const -4096)))
    (i32.store (local.get $block) (i32.load offset=8 (local.get $pool)))
    (i32.store offset=8 (local.get $pool) (local.get $block))
    (local.set $used (i32.sub (i32.load offset=12 (local.get $pool)) (i32.const 1)))
    (i32.store offset=12 (local.get $pool) (local.get $used))
    (if (i32.le_s (local.get $used) (i32.const 0))
      (then (call $was_full_or_is_empty (local.get $pool) (local.get $used)))))

  (func $calloc (param $context i32) (param $count i32) (param $each i32) (result i32)
    (local $size i32) (local $block i32)
    (local.set $size (i32.mul (local.get $count) (local.get $each)))
    ;; Factors of more than 16 bits could have a product that is no number of 32 bits; the C library looks at that.
    (if (i32.or (i32.shr_u (i32.or (local.get $count) (local.get $each)) (i32.const 16))
                (i32.lt_u (i32.const 504) (local.get $size)))
      (then
        (call $before_large (local.get $size))
        (return (call $c_calloc (local.get $count) (local.get $each)))))
    (if (local.tee $block (call $malloc (i32.const 0) (local.get $size)))
      (then (memory.fill (local.get $block) (i32.const 0) (local.get $size))))
    (local.get $block))

  (func $realloc (param $context i32) (param $block i32) (param $size i32) (result i32)
    (local $old i32) (local $moved i32)
    (if (i32.eqz (local.get $block))
      (then (return (call $malloc (i32.const 0) (local.get $size)))))
    ;; What the C library gave stays with it. Of 0 bytes it would make nothing at all.
    (if (i32.eqz (call $arena_state (local.get $block)))
      (then
        (call $before_large (local.get $size))
        (return (call $c_realloc (local.get $block) (i32.add (local.get $size) (i32.eqz (local.get $size)))))))
    (local.set $old
      (call $block_size (i32.load offset=16 (i32.and (local.get $block) (i32.const -4096)))))
    ;; It stays where it is if it fits and at most half is left over.
    (if (i32.and (i32.le_u (local.get $size) (local.get $old))
                 (i32.le_u (local.get $old) (i32.shl (local.get $size) (i32.const 1))))
      (then (return (local.get $block))))
    (if (i32.eqz (local.tee $moved (call $malloc (i32.const 0) (local.get $size))))
      ;; There is no memory; what fits can still stay.
      (then (return (select (local.get $block) (i32.const 0) (i32.le_u (local.get $size) (local.get $old))))))
    (memory.copy (local.get $moved) (local.get $block)
      (select (local.get $size) (local.get $old) (i32.lt_u (local.get $size) (local.get $old))))
    (call $free (i32.const 0) (local.get $block))
    (local.get $moved))

  ;; The class of a request of up to 504 bytes.
  (func $class (param $size i32) (result i32)
    (i32.load8_u
      (i32.add (global.get $data) (i32.shr_u (i32.add (local.get $size) (i32.const 7)) (i32.const 3)))))

  (func $block_size (param $class i32) (result i32)
    (i32.load offset=132 (i32.add (global.get $data) (local.get $class))))

  ;; 0 if the address is in no arena.
  (func $arena_state (param $address i32) (result i32)
    (i32.load8_u offset=1024 (i32.add (global.get $data) (i32.shr_u (local.get $address) (i32.const 16)))))

  (func $change_arena_state (param $address i32) (param $by i32)
    (i32.store8 offset=1024
      (i32.add (global.get $data) (i32.shr_u (local.get $address) (i32.const 16)))
      (i32.add (call $arena_state (local.get $address)) (local.get $by))))

  ;; The active pool has no free block: another becomes the active one.
  (func $malloc_elsewhere (param $size i32) (result i32)
    (local $class i32) (local $anchor i32) (local $pool i32) (local $early i32) (local $full i32) (local $block i32)
    (local.set $class (i32.add (global.get $data) (call $class (local.get $size))))
    (local.set $anchor (i32.add (local.get $class) (i32.const 336)))
    (local.set $pool (i32.load (local.get $anchor)))
    (if (i32.ne (local.get $pool) (local.get $anchor))
      (then (call $unlink (local.get $pool)))
      (else
        ;; The first requests of each class go to the C library. No pool for a class that is seldom asked for: it would have a page for a handful of blocks.
        (local.set $early (i32.load offset=544 (local.get $class)))
        (if (i32.lt_u (local.get $early) (i32.const 128))
          (then
            (i32.store offset=544 (local.get $class) (i32.add (local.get $early) (i32.const 1)))
            (return (call $c_malloc (i32.add (local.get $size) (i32.eqz (local.get $size)))))))
        (local.set $pool (call $pool_for (i32.sub (local.get $class) (global.get $data))))
        (if (i32.eqz (local.get $pool))
          (then
            ;; Perhaps there are holes between the C library's own blocks. It is some time before an arena is asked for
            ;; again.
            (i32.store offset=544 (local.get $class) (i32.const 0))
            (return (call $c_malloc (i32.add (local.get $size) (i32.eqz (local.get $size)))))))))
    ;; The one that was active is now a full one. Of the pool without any block nobody asks how many are in use.
    (local.set $full (i32.load offset=128 (local.get $class)))
    (i32.store offset=12 (local.get $full) (i32.sub (i32.load offset=12 (local.get $full)) (i32.const 65537)))
    (i32.store offset=128 (local.get $class) (local.get $pool))
    (local.set $block (i32.load offset=8 (local.get $pool)))
    (i32.store offset=8 (local.get $pool) (i32.load (local.get $block)))
    ;; One for being active, and one for the block.
    (i32.store offset=12 (local.get $pool) (i32.add (i32.load offset=12 (local.get $pool)) (i32.const 2)))
    (local.get $block))

  ;; A pool of a class with all blocks free, in no list; or 0.
  (func $pool_for (param $class i32) (result i32)
    (local $pool i32) (local $size i32) (local $block i32) (local $next i32)
    (local.set $pool (i32.load offset=752 (global.get $data)))
    (if (i32.ne (local.get $pool) (i32.add (global.get $data) (i32.const 752)))
      (then
        (call $unlink (local.get $pool))
        (if (i32.eq (i32.and (local.get $pool) (i32.const -65536)) (i32.load offset=760 (global.get $data)))
          (then (i32.store offset=760 (global.get $data) (i32.const 0)))))
      (else
        (if (i32.eq (i32.load offset=764 (global.get $data)) (i32.load offset=768 (global.get $data)))
          (then (if (i32.eqz (call $new_arena)) (then (return (i32.const 0))))))
        (local.set $pool (i32.load offset=764 (global.get $data)))
        (i32.store offset=764 (global.get $data) (i32.add (local.get $pool) (i32.const 4096)))))
    (call $change_arena_state (local.get $pool) (i32.const 1))
    (i32.store offset=12 (local.get $pool) (i32.const 0))
    (i32.store offset=16 (local.get $pool) (local.get $class))
    ;; Each block is the next one's predecessor. The last 8 bytes of an arena are not ours, so no pool uses them.
    (local.set $size (call $block_size (local.get $class)))
    (local.set $block (i32.add (local.get $pool) (i32.const 24)))
    (i32.store offset=8 (local.get $pool) (local.get $block))
    (block $last
      (loop $blocks
        (local.set $next (i32.add (local.get $block) (local.get $size)))
        (br_if $last
          (i32.lt_u (i32.add (local.get $pool) (i32.const 4088)) (i32.add (local.get $next) (local.get $size))))
        (i32.store (local.get $block) (local.get $next))
        (local.set $block (local.get $next))
        (br $blocks)))
    (i32.store (local.get $block) (i32.const 0))
    (local.get $pool))

  ;; Has new pools again, or answers 0. Of the 64 KiB the C library needs 8 bytes between this block and the next.
  (func $new_arena (result i32)
    (local $arena i32)
    ;; A hole that an arena has left is of this very size, so it is what the C library finds first; if asked for a block at
    ;; such an address, it looks for twice as much.
    (local.set $arena (call $c_malloc (i32.const 65528)))
    (if (i32.and (local.get $arena) (i32.const 65535))
      (then
        (call $c_free (local.get $arena))
        (local.set $arena (call $c_aligned_alloc (i32.const 65536) (i32.const 65528)))))
    (if (local.get $arena)
      (then
        (call $change_arena_state (local.get $arena) (i32.const 1))
        (i32.store offset=764 (global.get $data) (local.get $arena))
        (i32.store offset=768 (global.get $data) (i32.add (local.get $arena) (i32.const 65536)))))
    (local.get $arena))

  ;; What is not usual when a block comes back.
  (func $was_full_or_is_empty (param $pool i32) (param $used i32)
    (if (i32.lt_s (local.get $used) (i32.const 0))
      (then
        ;; It was full, and waits now.
        (i32.store offset=12 (local.get $pool) (i32.add (local.get $used) (i32.const 65536)))
        (call $link (local.get $pool)
          (i32.add (i32.add (global.get $data) (i32.load offset=16 (local.get $pool))) (i32.const 336)))
        (return)))
    (call $unlink (local.get $pool))
    (call $is_empty (local.get $pool)))

  ;; A pool that is in no list and has no block in use any more. If its arena is all empty, it is given back, but for one:
  ;; who allocates and frees the same over and over shall not call the C library each time.
  (func $is_empty (param $pool i32)
    (local $arena i32)
    (call $link (local.get $pool) (i32.add (global.get $data) (i32.const 752)))
    (call $change_arena_state (local.get $pool) (i32.const -1))
    (local.set $arena (i32.and (local.get $pool) (i32.const -65536)))
    (if (i32.or
          (i32.ne (call $arena_state (local.get $arena)) (i32.const 1))
          (i32.eq (i32.add (local.get $arena) (i32.const 65536)) (i32.load offset=768 (global.get $data))))
      (then (return)))
    (if (i32.load offset=760 (global.get $data))
      (then (call $give_back (local.get $arena)))
      (else (i32.store offset=760 (global.get $data) (local.get $arena)))))

  ;; Gives an arena back of which all pools are empty or new.
  (func $give_back (param $arena i32)
    (local $pool i32) (local $end i32)
    (local.set $pool (local.get $arena))
    (local.set $end (i32.add (local.get $arena) (i32.const 65536)))
    (if (i32.eq (local.get $end) (i32.load offset=768 (global.get $data)))
      (then
        ;; New pools are in no list; after this there are none.
        (local.set $end (i32.load offset=764 (global.get $data)))
        (i32.store offset=764 (global.get $data) (i32.const 0))
        (i32.store offset=768 (global.get $data) (i32.const 0))))
    (block $done
      (loop $pools
        (br_if $done (i32.eq (local.get $pool) (local.get $end)))
        (call $unlink (local.get $pool))
        (local.set $pool (i32.add (local.get $pool) (i32.const 4096)))
        (br $pools)))
    (call $change_arena_state (local.get $arena) (i32.const -1))
    (call $c_free (local.get $arena)))

  ;; Whoever wants as much as four arenas in one piece may get it where small objects were, if nothing remains in between
  ;; that only waits for new ones: pools that are active without a block in use, the arena that is all empty, the new one.
  (func $before_large (param $size i32)
    (local $class i32) (local $end i32) (local $pool i32) (local $arena i32)
    (if (i32.lt_u (local.get $size) (i32.const 262144)) (then (return)))
    (local.set $class (global.get $data))
    (local.set $end (i32.add (global.get $data) (i32.const 208)))
    (loop $classes
      (local.set $pool (i32.load offset=128 (local.get $class)))
      (if (i32.and
            (i32.eq (i32.load offset=12 (local.get $pool)) (i32.const 1))
            (i32.ne (local.get $pool) (i32.add (global.get $data) (i32.const 784))))
        (then
          (i32.store offset=128 (local.get $class) (i32.add (global.get $data) (i32.const 784)))
          (call $is_empty (local.get $pool))))
      (local.set $class (i32.add (local.get $class) (i32.const 8)))
      (br_if $classes (i32.lt_u (local.get $class) (local.get $end))))
    (if (local.tee $arena (i32.load offset=760 (global.get $data)))
      (then
        (i32.store offset=760 (global.get $data) (i32.const 0))
        (call $give_back (local.get $arena))))
    (if (i32.load offset=768 (global.get $data))
      (then
        (local.set $arena (i32.sub (i32.load offset=768 (global.get $data)) (i32.const 65536)))
        (if (i32.eq (call $arena_state (local.get $arena)) (i32.const 1))
          (then (call $give_back (local.get $arena)))))))

  ;; Puts a pool behind an anchor.
  (func $link (param $pool i32) (param $anchor i32)
    (i32.store (local.get $pool) (i32.load (local.get $anchor)))
    (i32.store offset=4 (local.get $pool) (local.get $anchor))
    (i32.store offset=4 (i32.load (local.get $anchor)) (local.get $pool))
    (i32.store (local.get $anchor) (local.get $pool)))

  ;; Takes a pool out of its list.
  (func $unlink (param $pool i32)
    (i32.store (i32.load offset=4 (local.get $pool)) (i32.load (local.get $pool)))
    (i32.store offset=4 (i32.load (local.get $pool)) (i32.load offset=4 (local.get $pool))))

  ;; The first of the module's two functions. What was allocated before is the C library's, and goes back to it.
  (func $install (param $module i32) (param $none i32) (result i32)
    (local $allocator i32)
    (local.set $allocator (i32.add (global.get $data) (i32.const 944)))
    (i32.store offset=4 (local.get $allocator) (global.get $table))
    (i32.store offset=8 (local.get $allocator) (i32.add (global.get $table) (i32.const 1)))
    (i32.store offset=12 (local.get $allocator) (i32.add (global.get $table) (i32.const 2)))
    (i32.store offset=16 (local.get $allocator) (i32.add (global.get $table) (i32.const 3)))
    ;; The first arena is there before anybody pays for it.
    (drop (call $new_arena))
    ;; PYMEM_DOMAIN_MEM and PYMEM_DOMAIN_OBJ. The third, for which nobody may need to hold the interpreter's lock, is
    ;; seldom used.
    (call $set_allocator (i32.const 1) (local.get $allocator))
    (call $set_allocator (i32.const 2) (local.get $allocator))
    (global.get $none))

  ;; The other one makes an object immortal, as CPython calls it: it is never freed, and references to it are not counted.
  ;; The number is `_Py_IMMORTAL_INITIAL_REFCNT` where addresses have 32 bits; from 2^30 on nobody counts.
  (func $keep (param $module i32) (param $object i32) (result i32)
    (i32.store (local.get $object) (i32.const 0x50000000))
    (global.get $none))

  ;; Called by CPython when the module is imported.
  (func $init (export "PyInit_lazaret_allocator") (result i32)
    (local $class i32) (local $size i32)
    ;; The empty lists, and the size of a class: that of the largest request in it.
    (local.set $size (i32.const 8))
    (loop $sizes
      (local.set $class (i32.add (global.get $data) (call $class (local.get $size))))
      (i32.store offset=128 (local.get $class) (i32.add (global.get $data) (i32.const 784)))
      (i32.store offset=132 (local.get $class) (local.get $size))
      (i32.store offset=336 (local.get $class) (i32.add (local.get $class) (i32.const 336)))
      (i32.store offset=340 (local.get $class) (i32.add (local.get $class) (i32.const 336)))
      (local.set $size (i32.add (local.get $size) (i32.const 8)))
      (br_if $sizes (i32.le_u (local.get $size) (i32.const 504))))
    (i32.store offset=752 (global.get $data) (i32.add (global.get $data) (i32.const 752)))
    (i32.store offset=756 (global.get $data) (i32.add (global.get $data) (i32.const 752)))
    ;; PyMethodDef: name, function, METH_NOARGS or METH_O. The third is all zero, which ends the list.
    (i32.store offset=832 (global.get $data) (i32.add (global.get $data) (i32.const 82)))
    (i32.store offset=836 (global.get $data) (i32.add (global.get $table) (i32.const 4)))
    (i32.store offset=840 (global.get $data) (i32.const 4))
    (i32.store offset=848 (global.get $data) (i32.add (global.get $data) (i32.const 90)))
    (i32.store offset=852 (global.get $data) (i32.add (global.get $table) (i32.const 5)))
    (i32.store offset=856 (global.get $data) (i32.const 8))
    ;; PyModuleDef: references, for good; name; size of its state, none; methods.
    (i32.store offset=880 (global.get $data) (i32.const 0x70000000))
    (i32.store offset=900 (global.get $data) (i32.add (global.get $data) (i32.const 64)))
    (i32.store offset=908 (global.get $data) (i32.const -1))
    (i32.store offset=912 (global.get $data) (i32.add (global.get $data) (i32.const 832)))
    ;; The version of these structures.
    (call $create_module (i32.add (global.get $data) (i32.const 880)) (i32.const 1013))))
