/** One script each: what people, places and businesses are called, so that order, search and direction are exercised. */
export type Script = {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly cities: readonly string[];
  readonly businesses: readonly string[];
  readonly note: string;
  /** Chinese, Japanese and Korean write the family name first and without a space. */
  readonly isFamilyFirst: boolean;
};

const latin: Script = {
  given: ['Anna', 'Åsa', 'Émilie', 'Zoë', 'José', 'Łukasz', 'Øystein', 'Çağla', 'Ștefan', 'Nguyệt', 'Ingrid', 'Paul'],
  family: ['Müller', 'Ångström', 'Dvořák', 'García', 'Işık', "O'Connor", 'Žukauskas', 'de la Cruz', 'Smith', 'Nguyễn'],
  cities: ['Zürich', 'Århus', 'São Paulo', 'Kraków', 'İzmir', 'Málaga', 'Dublin', 'Besançon', 'Reykjavík', 'Hamburg'],
  businesses: ['Bäckerei', 'Hôtel', 'Farmácia', 'Lifts & Doors', 'Cooling', 'Élevage', 'Brewery', 'Käserei', 'Laundry'],
  note: 'Key at the façade, second door. Ask for the caretaker; the pump room is naïvely labelled “Zimmer 3”.',
  isFamilyFirst: false,
};
const cyrillic: Script = {
  given: ['Олена', 'Иван', 'Ђорђе', 'Юлия', 'Тарас', 'Мария'],
  family: ['Шевченко', 'Петрова', 'Ёлкин', 'Николић', 'Їжакевич', 'Соколов'],
  cities: ['Київ', 'София', 'Београд', 'Алматы', 'Одеса'],
  businesses: ['Пекарня', 'Завод', 'Аптека', 'Холод', 'Лифт-Сервис'],
  note: 'Вход со двора. Перед началом работ позвонить диспетчеру и отключить питание щита № 4.',
  isFamilyFirst: false,
};
const greek: Script = {
  given: ['Ελένη', 'Γιώργος', 'Ἀλέξανδρος', 'Μαρία', 'Νίκος'],
  family: ['Παπαδόπουλος', 'Ωραιοπούλου', 'Καραγιάννης', 'Σταύρου'],
  cities: ['Αθήνα', 'Θεσσαλονίκη', 'Πάτρα', 'Ηράκλειο'],
  businesses: ['Φούρνος', 'Ξενοδοχείο', 'Ψύξη', 'Φαρμακείο'],
  note: 'Το κλειδί βρίσκεται στη ρεσεψιόν. Προσοχή στον σκύλο.',
  isFamilyFirst: false,
};
const arabic: Script = {
  given: ['ليلى', 'محمد', 'فاطمة', 'يوسف', 'نور'],
  family: ['الحسيني', 'حداد', 'منصور', 'الخطيب', 'درويش'],
  cities: ['القاهرة', 'دبي', 'عمّان', 'الدار البيضاء'],
  businesses: ['مخبز', 'فندق', 'صيدلية', 'مصاعد'],
  note: 'المدخل من الشارع الخلفي، رقم المضخة AX-204. الرجاء الاتصال قبل الوصول.',
  isFamilyFirst: false,
};
const hebrew: Script = {
  given: ['נועה', 'דוד', 'יעל', 'אבי', 'תמר'],
  family: ['כהן', 'לוי', 'מזרחי', 'פרידמן', 'ביטון'],
  cities: ['תל אביב', 'חיפה', 'ירושלים', 'באר שבע'],
  businesses: ['מאפייה', 'מלון', 'בית מרקחת', 'מעליות'],
  note: 'המפתח אצל השומר. דגם המשאבה: AX-204, קומה 3.',
  isFamilyFirst: false,
};
const chinese: Script = {
  given: ['伟', '芳', '娜', '秀英', '志强'],
  family: ['王', '李', '张', '欧阳', '刘'],
  cities: ['上海', '北京', '成都', '高雄'],
  businesses: ['面包店', '酒店', '制冷设备', '药房'],
  note: '请从后门进入，先联系物业，再关闭四号配电箱。',
  isFamilyFirst: true,
};
const japanese: Script = {
  given: ['さくら', '健太', 'ゆうこ', '大輔', 'エミリー'],
  family: ['佐藤', '鈴木', '髙橋', '渡邉', '伊藤'],
  cities: ['東京', '大阪', '札幌', '福岡'],
  businesses: ['ベーカリー', '旅館', '冷凍機', '薬局'],
  note: '裏口からお入りください。作業前に管理人へご連絡をお願いします。',
  isFamilyFirst: true,
};
const korean: Script = {
  given: ['지민', '서연', '민준', '하은'],
  family: ['김', '이', '박', '최'],
  cities: ['서울', '부산', '대구', '제주'],
  businesses: ['제과점', '호텔', '냉동설비', '약국'],
  note: '뒷문으로 들어오세요. 작업 전에 관리사무소에 연락해 주세요.',
  isFamilyFirst: true,
};
const hindi: Script = {
  given: ['प्रिया', 'अर्जुन', 'सुनीता', 'राहुल'],
  family: ['शर्मा', 'वर्मा', 'गुप्ता', 'सिंह'],
  cities: ['मुंबई', 'दिल्ली', 'जयपुर', 'पुणे'],
  businesses: ['बेकरी', 'होटल', 'दवाखाना', 'शीत भंडार'],
  note: 'पीछे के दरवाज़े से आएँ। काम शुरू करने से पहले फ़ोन करें।',
  isFamilyFirst: false,
};
const thai: Script = {
  given: ['สมชาย', 'มาลี', 'ณัฐพล', 'กานดา'],
  family: ['ใจดี', 'ศรีสุข', 'วงศ์ไทย', 'แสงทอง'],
  cities: ['กรุงเทพฯ', 'เชียงใหม่', 'ภูเก็ต'],
  businesses: ['ร้านขนมปัง', 'โรงแรม', 'ห้องเย็น', 'ร้านยา'],
  note: 'เข้าทางประตูหลัง โปรดโทรแจ้งผู้ดูแลก่อนเริ่มงาน',
  isFamilyFirst: false,
};

/** Latin several times over: a mixed but believable customer list. */
export const scripts: readonly Script[] = [
  ...Array<Script>(9).fill(latin),
  cyrillic,
  greek,
  arabic,
  hebrew,
  chinese,
  japanese,
  korean,
  hindi,
  thai,
];
