// Lines on a grid of 20, drawn in the colour of the text around them.
const line = (...paths) => paths.map((path) => `<path d="${path}"/>`).join('');

export const icons = {
  archive: line('M3 4h14v4H3z', 'M4 8v9h12V8', 'M8 11h4'),
  attach: line('M14.5 9.5l-5 5a3 3 0 0 1-4.2-4.2l6-6a2 2 0 0 1 2.8 2.8l-6 6a1 1 0 0 1-1.4-1.4l5-5'),
  back: line('M12 4l-6 6 6 6'),
  bold: line('M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z'),
  calendar: line('M3 5h14v12H3z', 'M3 8h14', 'M7 3v4', 'M13 3v4'),
  close: line('M5 5l10 10', 'M15 5L5 15'),
  deleted: line('M4 6h12', 'M8 6V4h4v2', 'M6 6l1 11h6l1-11'),
  download: line('M10 3v10', 'M6 9l4 4 4-4', 'M4 17h12'),
  draft: line('M4 16l1-4 8-8 3 3-8 8z', 'M11.500 5.500l3 3'),
  file: line('M5 3h7l3 3v11H5z', 'M12 3v3h3'),
  forward: line('M12 5l5 5-5 5', 'M17 10h-7c-4 0-6 2-7 6'),
  gear: line(
    'M10 7.600a2.400 2.400 0 1 0 0 4.800a2.400 2.400 0 1 0 0-4.800',
    'M8.6 4.6L8.7 2.5L11.3 2.5L11.4 4.6L12.8 5.2L14.4 3.8L16.2 5.6L14.8 7.2L15.4 8.6L17.5 8.7L17.5 11.3' +
      'L15.4 11.4L14.8 12.8L16.2 14.4L14.4 16.2L12.8 14.8L11.4 15.4L11.3 17.5L8.7 17.5L8.6 15.4L7.2 14.8L5.6 16.2' +
      'L3.8 14.4L5.2 12.8L4.6 11.4L2.5 11.3L2.5 8.7L4.6 8.6L5.2 7.2L3.8 5.6L5.6 3.8L7.2 5.2z',
  ),
  image: line('M3 4h14v12H3z', 'M3 14l4-4 3 3 3-3 4 4', 'M12.500 7.500h.01'),
  inbox: line('M3 4h14v12H3z', 'M3 11h4l1.500 2h3L13 11h4'),
  info: line('M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14', 'M10 9v5', 'M10 6.500v.01'),
  italic: line('M8 4h6', 'M6 16h6', 'M11 4l-3 12'),
  junk: line('M10 3l7 13H3z', 'M10 8v4', 'M10 14v.01'),
  link: line('M8 12l4-4', 'M9 6l2-2a3.500 3.500 0 0 1 5 5l-2 2', 'M11 14l-2 2a3.500 3.500 0 0 1-5-5l2-2'),
  list: line('M8 5h9', 'M8 10h9', 'M8 15h9', 'M4 5h.01', 'M4 10h.01', 'M4 15h.01'),
  mail: line('M3 5h14v10H3z', 'M3 6l7 5 7-5'),
  mailcrm: line('M3 5h14v10H3z', 'M3 6l7 5 7-5', 'M6.500 15l3-4M13.500 15l-3-4'),
  person: line('M10 3.500a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M4 17c0-4 3-5.500 6-5.500s6 1.500 6 5.500'),
  pin: line('M8 3h5l-.5 5 2.500 2.500v1.500H5.500v-1.500L8 8z', 'M10.300 12v5'),
  read: line('M3 8l7-4.500L17 8v8H3z', 'M3 8.500l7 4.500 7-4.500'),
  reply: line('M8 5l-5 5 5 5', 'M3 10h7c4 0 6 2 7 6'),
  replyAll: line('M7 5l-5 5 5 5', 'M11 6l-4 4 4 4', 'M7 10h4c4 0 5 2 6 5'),
  save: line('M4 4h10l2 2v10H4z', 'M7 4v4h5V4', 'M7 16v-5h6v5'),
  search: line('M9 4a5 5 0 1 0 0 10a5 5 0 1 0 0-10', 'M13 13l4 4'),
  send: line('M3 4l14 6-14 6 2-6z', 'M5 10h7'),
  sent: line('M3 4l14 6-14 6 2-6z', 'M5 10h7'),
  underline: line('M6 4v6a4 4 0 0 0 8 0V4', 'M5 17h10'),
  unread: line('M3 5h14v10H3z', 'M3 6l7 5 7-5'),
};
