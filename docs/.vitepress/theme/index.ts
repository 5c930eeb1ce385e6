// The fonts of the reader's system: none has to be loaded.
import Theme from 'vitepress/theme-without-fonts'
import './style.css'

export default Theme
