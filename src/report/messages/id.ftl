# Kalimat laporan, dalam bahasa Indonesia. Setiap pesan ada dalam setiap bahasa, dengan variabel yang sama.

# Yang dinilai
unit = { $unit }
made-by = { $ruleset } { $edition }, per { $as_of }
up-to-round = jawaban sampai putaran { $round }
later-round = putaran { $round } dihitung, meskipun diberikan sesudah tanggal penilaian
known-on = menurut yang diketahui per { $known }: putaran yang diberikan sesudahnya tidak dihitung
insisted = tanggal penilaian di luar masa berlaku edisi ini; tetap dinilai atas permintaan

# Judul dan kata tunggal
total = Total
claimed = diklaim
evidenced = terbukti
no-score = tanpa nilai
heading-criteria = Kriteria
heading-measures = Ukuran
heading-awards = Predikat, dari yang terendah
heading-exceptions = Pengecualian yang diterima
heading-refused = Pengecualian yang ditolak
heading-evidence = Bukti yang perlu diperhatikan
heading-rests-on = Angka yang tidak tercetak dalam sumber
heading-warnings = Peringatan
column-unit = Unit
column-highest = Predikat tertinggi
column-nearest = Terdekat
column-contribution = dari total
no-award = tidak ada
status-word =
    { $status ->
        [not_applicable] tidak berlaku
        [waived] dibebaskan
        [equivalent] terpenuhi dengan padanan
        [unknown] belum diketahui
        [not_met] tidak terpenuhi
        [unevidenced] tanpa bukti
        [partly_met] terpenuhi sebagian
       *[met] terpenuhi
    }
outcome-word =
    { $outcome ->
        [eligible] memenuhi syarat
        [conditional] memenuhi syarat dengan ketentuan
        [undetermined] belum dapat ditentukan
       *[ineligible] tidak memenuhi syarat
    }
verdict-word =
    { $verdict ->
        [holds] terpenuhi
        [open] masih terbuka
       *[fails] tidak terpenuhi
    }
comparator-word =
    { $comparator ->
        [at_least] minimal
        [at_most] maksimal
        [above] di atas
       *[below] di bawah
    }

# Poin
points = { $points } dari { $of }
before = diklaim { $claimed }, terbukti { $evidenced }
contributes = menyumbang { $points } ke total

# Kriteria
criterion = { $criterion }: { $status }, { $score }
total-is = Total: { $score }
total-none = Total: tanpa nilai
scored-when = nilai hanya ada apabila
question = pertanyaan: { $question }
applies-when = berlaku hanya apabila
cites = sumber: { $source }
stands-on =
    { $at }: { $standing ->
        [practice] praktik umum, tidak ada dalam naskah
        [assumed] asumsi, belum ada yang memastikan
       *[printed] tercetak
    }{ $citation ->
        [none] {""}
       *[other] {" "}({ $citation })
    }

# Fakta
fact-is = { $fact }: { $value }
fact-is-by = { $fact }: { $value }, dijawab oleh { $by }
answered = jawaban: { $value }
answered-by = jawaban: { $value }, oleh { $by }
not-answered = belum dijawab
said-by-unit = unit sendiri: { $value }
said-by-round = { $round }: { $value }
truth-word =
    { $truth ->
        [true] ya
       *[false] tidak
    }
fact-missing = { $fact }: belum dijawab
fact-not-applicable = { $fact }: tidak berlaku
fact-is-elsewhere = { $fact }: { $value }, dijelaskan di barisnya sendiri
fact-elsewhere = { $fact }: dijelaskan di barisnya sendiri

# Cara nilai kriteria dibentuk
scale-gives = jawaban { $answer } bernilai { $fraction } pada skala { $scale }
scale-not-applicable = jawaban { $answer } pada skala { $scale } berarti tidak berlaku
scale-unknown = jawaban { $answer } pada skala { $scale } membiarkannya terbuka
met-when = terpenuhi apabila
band-reached = { $fact } mencapai jenjang { $at_least }, bernilai { $fraction }
band-none = { $fact } tidak mencapai jenjang mana pun, bernilai { $fraction }
linear = { $fact }, sebanding, dari 0 pada { $from } sampai 1 pada { $to }
ratio = { $of } dibagi { $to }
counted = berapa banyak yang berikut ini terpenuhi, dari { $out_of }
case-gives = kasus { $case } terpenuhi, bernilai { $fraction }
case-open = kasus { $case } masih terbuka, akan bernilai { $fraction }
case-none = tidak ada kasus yang terpenuhi, bernilai { $fraction }
case-else = selain itu bernilai { $fraction }
fraction-is = jawaban bernilai { $fraction }
counted-as-zero = belum dijawab, dihitung 0
left-out = belum dijawab, sehingga tidak diperhitungkan

# Syarat
all-of = semua ({ $count }) berikut ini terpenuhi
any-of = setidaknya satu dari { $count } berikut ini terpenuhi
not-this = yang berikut ini tidak terpenuhi
count-of = { $at_least } sampai { $at_most } dari { $count } berikut ini terpenuhi
is-answered = { $fact } sudah dijawab
is-not-answered = { $fact } belum dijawab
is-boolean = { $fact } adalah { $value }
is-in = { $fact } adalah { $values }
is-not-in = { $fact } bukan { $values }
is-at-least = { $fact } minimal { $value }
is-at-most = { $fact } maksimal { $value }
is-above = { $fact } di atas { $value }
is-below = { $fact } di bawah { $value }
has-length = { $fact } minimal { $length } karakter
starts-with = { $fact } diawali "{ $prefix }"
starts-not-with = { $fact } tidak diawali "{ $prefix }"
has-url = { $fact } memuat URL
has-no-url = { $fact } tidak memuat URL

# Kelompok
aggregate-sum = poin di bawah ini dijumlahkan
aggregate-mean = rata-rata berbobot dari yang di bawah ini
aggregate-min = yang terendah di bawah ini yang dihitung
aggregate-max = yang tertinggi di bawah ini yang dihitung
aggregate-best = rata-rata { $count } terbaik di bawah ini yang dihitung
aggregate-all = terpenuhi apabila semua di bawah ini terpenuhi
aggregate-any = terpenuhi apabila salah satu di bawah ini terpenuhi
aggregate-at-least = terpenuhi apabila minimal { $count } di bawah ini terpenuhi
aggregate-deduct = mulai dari { $weight } dan dikurangi oleh yang tidak terpenuhi di bawah ini, sampai { $floor }
capped = maksimal { $cap } poin
rounded = dibulatkan ke { $places } desimal
bonus = bonus: menambah poin tanpa menambah pembaginya
redistributed = bobot yang tidak berlaku dialihkan ke yang lain
shrunk = bobot berkurang sebesar yang tidak berlaku
counted-full = yang tidak berlaku dihitung terpenuhi
counted-zero = yang tidak berlaku dihitung tidak terpenuhi

# Bukti
evidence-there = bukti yang diminta ada
evidence-lacking = bukti yang diminta belum ada
evidence-all = semua dari
evidence-any = salah satu dari
evidence-type = { $kind }: { $have } dari { $asked }
document-counts = { $document } dihitung sebagai { $kind }
document-rejected = { $document } ditolak oleh { $by }: { $why }
document-not-yet = { $document } baru terbit pada { $issued }
document-lapsed = { $document } tidak berlaku lagi sejak { $until }
document-reused = { $document } hanya boleh mendukung satu kriteria, tetapi dicantumkan untuk beberapa
document-unusable = { $document } tidak dihitung: { $why }
evidence-finding =
    { $what ->
        [reused] dipakai pada beberapa kriteria, padahal hanya boleh mendukung satu
       *[other] { $because }
    }: { $documents } ({ $on })

# Pengecualian
obstacle = penghalang: { $obstacle }
waiver = pembebasan atas { $on }
equivalent = { $on } digantikan oleh { $equivalent }
not-applicable-accepted = { $on } diterima sebagai tidak berlaku
approved = disetujui oleh { $by }: { $reason }
uncertain = belum diketahui apakah syaratnya terpenuhi: rentang mencakup keduanya
worth = bernilai { $worth } pada total
decides = menentukan { $awards }
refused =
    { $kind ->
        [waiver] pembebasan
        [equivalent] padanan
        [not_applicable] tidak berlaku
       *[other] pengecualian
    } atas { $on } ditolak: { $why ->
        [incomplete] belum lengkap
        [wrong_target] tidak dapat diajukan di sana
        [not_allowed] aturan tidak mengizinkannya di sana
        [never] aturan tidak mengizinkan satu pun di sana
        [not_yet] baru terbit sesudah tanggal ini
        [lapsed] sudah habis masa berlakunya
        [document] dokumen yang disebut tidak berlaku
        [condition] syarat padanan tidak terpenuhi
        [evidence] bukti padanan belum ada
        [duplicate] yang lebih dahulu atas hal yang sama sudah dihitung
        [quota] jumlah yang diterima sudah mencapai batas
       *[other] { $because }
    }
equivalent-offered = aturan mengizinkan { $equivalent } sebagai pengganti, akan bernilai { $fraction }
equivalent-when = boleh menggantikan apabila
equivalent-fraction = bernilai { $fraction }

# Predikat
award = { $award }: { $outcome }
award-held = masih berlaku dari penetapan sebelumnya
would-lapse = bila ditetapkan pada tanggal ini, berlaku sampai { $date }
highest = predikat tertinggi: { $award }
requirement = { $requirement }: { $verdict }
compares-points = { $what }: { $points }, diminta: { $comparator } { $threshold }
compares-percent = { $what }: { $percent } %, diminta: minimal { $threshold } %
compares-nothing = { $what } tidak berlaku
compares-no-score = tidak ada nilai untuk dibandingkan: { $what }
compares-unanswered = { $what } belum dijawab
margin = selisih { $margin }
margin-percent = selisih { $margin } poin persen
holds-by-waiver = karena pembebasan
requires-condition = diminta bahwa
requires-status = { $criterion } { $status }, diminta: { $statuses }
requires-held = { $award } harus masih berlaku
requires-not-held = { $award } tidak boleh sedang berlaku
requires-eligible = unit harus memenuhi syarat { $award }, yang { $outcome }
on-conditions = bersyarat, selama { $duration }
period =
    { $count } { $unit ->
        [days] hari
        [weeks] minggu
        [months] bulan
       *[years] tahun
    }
bar =
    { $bar }: { $verdict ->
        [holds] menghalangi
        [open] mungkin menghalangi, masih terbuka
       *[fails] tidak menghalangi
    }
bar-until = sampai { $date }
undecided-by = belum dapat diputuskan karena { $facts }
nearest = { $award }: { $requirement }, { $margin }
nearest-without = { $award }: { $requirement }

# Ukuran
measure = { $measure }: { $score }
measure-nothing = { $measure }: tidak ada isinya yang berlaku
measure-over =
    { $kind ->
        [sum] poin dari yang berikut ini dijumlahkan
        [mean] rata-rata dari yang berikut ini
        [min] yang terendah dari yang berikut ini
       *[max] yang tertinggi dari yang berikut ini
    }

# Ke mana poin hilang
distance-from-full = { $points } dari { $of } poin hilang
distance-unknown = tidak ada nilai, atau belum diketahui nilai penuhnya: tidak ada poin yang dapat dirinci
points-lost =
    { $criterion }: { $points } { $by ->
        [facts] karena jawabannya
        [evidence] karena tidak ada bukti
        [exception] karena pengecualiannya
        [open] karena ada fakta yang belum diketahui
        [not_applicable] karena yang tidak berlaku dihitung tidak terpenuhi
        [together] yang hilang bersama oleh kriterianya
        [cap] karena batas atasnya
        [rounding] karena pembulatan
       *[bonus] karena bonus
    }
heading-lacking-evidence = Yang dapat ditambah oleh dokumen
with-evidence = bukti untuk { $criterion }: { $worth } poin
with-document = dokumen { $document }, jika dihitung: { $worth } poin
would-turn = akan mengubah { $awards }
total-changed = total per { $from }: { $before }; per { $to }: { $after }
award-changed = { $award }: { $before }, lalu { $after }
heading-causes = Sebabnya
cause-rules = aturan berubah dari { $from } ke { $to }
cause-time = waktu berjalan dari { $from } ke { $to }
cause-fact = { $fact }: dari { $from } menjadi { $to }
cause-document =
    dokumen { $document } { $came ->
        [added] ditambahkan
        [removed] dicabut
        [lapsed] habis masa berlakunya
        [began] mulai berlaku
       *[changed] berubah
    }
cause-round =
    putaran { $round } { $came ->
        [added] diberikan
        [removed] tidak lagi dihitung
       *[changed] berubah
    }
cause-exception =
    pengecualian atas { $on } { $came ->
        [added] ditambahkan
        [removed] dicabut
        [lapsed] habis masa berlakunya
        [began] mulai berlaku
       *[changed] berubah
    }
cause-held =
    predikat { $award } { $came ->
        [lapsed] tidak lagi berlaku
       *[began] mulai berlaku
    }
cause-other = urutan pengecualian, dan yang tidak berasal dari satu sebab saja
share-of-change = { $points } poin
turns-award = { $share } % dari yang mengubah { $award }
split-in-order = sebabnya banyak: masing-masing dihitung di atas sebab sebelumnya

# Seberapa kokoh hasilnya
slack = kelonggaran { $slack }
threshold-holds = ambang { $now }: semua predikat tetap sama dalam { $range }
heading-pivotal = Kriteria yang sendirian akan mengubahnya
pivotal-criterion = { $criterion }
turns-at = bernilai { $fraction }: { $outcome }
turns-by-answer = jawaban { $answers }, bernilai { $fraction }: { $outcome }
heading-weights = Bobot yang di dalamnya semua predikat tetap sama
weight-holds = { $criterion }: { $range }, kini { $now }
weight-not-decided = { $criterion }: tidak diputuskan

# Yang perlu dicari tahu
award-chance =
    { $award }: { $chance ->
        [certain] pasti
        [possible] mungkin
        [not_excluded] tidak tertutup kemungkinan
       *[impossible] tidak mungkin
    }
ask-smallest = Fakta berikut memastikannya, dan kurang dari ini tidak cukup; tanyakan menurut urutan ini
ask-all = Fakta berikut memastikannya, mungkin kurang dari ini sudah cukup; yang paling menentukan lebih dahulu
ask = { $number }. { $fact }
ask-settles = { $number }. { $fact }: setelah itu pasti dalam { $percent } % dari semua kemungkinan jawaban

# Apa yang berubah dan kapan
heading-timeline = Sampai { $until }
nothing-changes = tidak ada yang berubah sampai { $until }
on-date = { $date }
happens =
    { $what ->
        [document_issued] dokumen { $name } mulai berlaku
        [document_lapses] dokumen { $name } habis masa berlakunya
        [round_given] putaran { $name } diberikan
        [exception_issued] pengecualian atas { $name } mulai berlaku
        [exception_lapses] pengecualian atas { $name } habis masa berlakunya
        [award_begins] predikat { $name } mulai berlaku
        [award_ends] predikat { $name } tidak lagi berlaku
        [bar_begins] larangan { $name } mulai
        [bar_ends] larangan { $name } berakhir
        [edition_lapses] edisi { $name } tidak lagi berlaku
       *[days_pass] hari yang dihitung oleh { $name } telah lewat
    }
total-becomes = total: { $before }, lalu { $after }
status-changes = { $criterion }: { $before }, lalu { $after }
heading-renewals = Yang harus diperpanjang
renew-by = paling lambat { $by }, agar { $award } tetap dipertahankan
nothing-keeps = pada { $by } tidak ada perpanjangan yang dapat mempertahankan { $award }
# Rencana
plan-for = Jalan menuju { $award }, mulai { $as_of }
plan-by = selesai paling lambat { $by }
plan-budget = dengan biaya paling banyak { $budget } { $unit }
plan-heading = Rencana { $number }
plan-sum = { $actions } tindakan dengan biaya seluruhnya { $cost } { $unit }, selesai { $done }
plan-nothing = Tidak ada yang perlu dilakukan: unit sudah memenuhi syarat
plan-proved =
    { $verdict ->
        [optimal] terbukti: tidak ada rencana yang lebih murah
        [infeasible] terbukti: tidak ada gabungan tindakan ini yang membuat unit memenuhi syarat
        [undetermined] belum dapat ditentukan: tidak ada gabungan tindakan ini yang cukup apa pun fakta yang belum diketahui, tetapi fakta itu dapat menentukan
       *[bound_not_proved] batas belum terbukti: usaha yang diizinkan habis lebih dahulu
    }
find-out =
    { $actions ->
        [0] Cari tahu, tanpa tindakan apa pun sebelumnya
       *[other] Cari tahu, setelah ini dilakukan
    }
plan-gap = tidak ada rencana di bawah { $bound } { $unit }; yang lebih murah menghemat paling banyak { $gap }
plan-work = { $nodes } pilihan sebagian diperiksa, { $assessed } gabungan tindakan dinilai
plan-score = Nilai pada { $as_of }: { $score }
plan-step = { $begins } sampai { $done }: { $action }, { $cost } { $unit }
plan-who = pelaksana: { $who }
plan-mechanism = mekanisme: { $mechanism }
plan-after = setelah: { $actions }
plan-sets = lalu { $fact }: { $value }
plan-evidence = bukti yang harus dihasilkan: { $document }, { $kind }
plan-evidence-until = bukti yang harus dihasilkan: { $document }, { $kind }, berlaku sampai { $until }
plan-exception =
    { $kind ->
        [waiver] yang harus diperoleh: pembebasan dari { $on }, disetujui { $by }
       *[not_applicable] yang harus diperoleh: penetapan bahwa { $on } tidak berlaku, disetujui { $by }
    }
plan-equivalent = yang harus diperoleh: { $equivalent }, pengganti { $on }, disetujui { $by }
why-not =
    { $count ->
        [1] Ini tidak dapat dipenuhi dengan tindakan mana pun:
       *[other] Ini tidak dapat dipenuhi bersama-sama, walau semua selain salah satunya dapat:
    }
why-not-budget = Tanpa batas biaya, dapat dipenuhi
why-not-unproved = Belum terbukti: usaha yang diizinkan habis sebelum hal ini pasti
obstructs = Penghalang: { $obstacle }, bagi { $requirements }
forbids = melarang: { $actions }
decided =
    { $decides ->
        [true] tanpa penghalang ini ada rencana
        [false] tanpa penghalang ini saja tetap tidak ada rencana
       *[unknown] belum diketahui apakah tanpa penghalang ini ada rencana
    }
too-late = Tidak dapat selesai pada waktunya: { $actions }
heading-tiers = Jalan termurah menuju setiap predikat
tier-costs = { $award }: { $cost } { $unit }
tier-open = { $award }: belum dapat ditentukan, cari tahu { $facts }; sebelumnya { $cost } { $unit }
tier-none = { $award }: tidak ada rencana
