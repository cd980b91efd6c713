<?php
/**
 * As much of WordPress as the plugin of docs/guides/wordpress meets, and what an editor does with it.
 *
 * php wordpress.php PLUGIN SERVICE ACTION…
 * Actions run in order, on one post; what each shows is printed as a line of JSON. Nonces are "nonce-" and the action.
 */

define( 'ABSPATH', __DIR__ );

class WP_Post {
	public $ID           = 7;
	public $post_type    = 'post';
	public $post_status  = 'draft';
	public $post_title   = 'Bridge <b>closed</b>';
	public $post_content = "<!-- wp:paragraph -->\n<p>“It held 🌊,” said Ana <em>Lind</em>.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>“Nobody &lt;b&gt;asked&lt;/b&gt; us,” said an official who asked not to be named.</p>\n<!-- /wp:paragraph -->";
}

class WP_Error {
	private $message;
	public function __construct( $message ) {
		$this->message = $message;
	}
	public function get_error_message() {
		return $this->message;
	}
}

class WP_Died extends Exception {}

$post     = new WP_Post();
$hooks    = array();
$options  = array();
$meta     = array();
$events   = array();
$requests = array();
$settings = array();
$may      = true;
$redirect = null;

function add_action( $name, $callback ) { $GLOBALS['hooks'][ $name ][] = $callback; }
function apply_filters( $name, $value ) { return $value; }
function register_uninstall_hook( $file, $callback ) { add_action( 'uninstall', $callback ); }
function act( $name, ...$arguments ) { foreach ( $GLOBALS['hooks'][ $name ] ?? array() as $hook ) { $hook( ...$arguments ); } }

function wp_is_post_autosave( $id ) { return false; }
function wp_is_post_revision( $id ) { return false; }
function get_post( $id = 7 ) { return $GLOBALS['post']; }
function get_bloginfo( $what ) { return 'The Harbour &amp; Port Times'; }
function get_option( $name, $default = false ) { return $GLOBALS['options'][ $name ] ?? $default; }
function delete_option( $name ) { unset( $GLOBALS['options'][ $name ] ); }
function get_post_meta( $id, $key, $single ) { return $GLOBALS['meta'][ $key ] ?? ''; }
function update_post_meta( $id, $key, $value ) { $GLOBALS['meta'][ $key ] = unslashed( $value ); }
function delete_post_meta( $id, $key ) { unset( $GLOBALS['meta'][ $key ] ); }
function delete_post_meta_by_key( $key ) { unset( $GLOBALS['meta'][ $key ] ); }
function wp_schedule_single_event( $when, $name, $arguments ) { $GLOBALS['events'][] = array( $when - time(), $name, $arguments ); }
function wp_unschedule_hook( $name ) { $GLOBALS['events'] = array(); }

function wp_slash( $value ) { return is_array( $value ) ? array_map( 'wp_slash', $value ) : ( is_string( $value ) ? addslashes( $value ) : $value ); }
function unslashed( $value ) { return is_array( $value ) ? array_map( 'unslashed', $value ) : ( is_string( $value ) ? stripslashes( $value ) : $value ); }
function wp_json_encode( $value ) { return json_encode( $value ); }
function wp_specialchars_decode( $text, $quotes ) { return htmlspecialchars_decode( $text, $quotes ); }
function untrailingslashit( $text ) { return rtrim( $text, '/' ); }
function absint( $value ) { return abs( (int) $value ); }
function esc_html( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $url ) { return htmlspecialchars( $url, ENT_QUOTES ); }
function esc_url_raw( $url, $schemes ) { return in_array( parse_url( $url, PHP_URL_SCHEME ), $schemes, true ) ? $url : ''; }
function __( $text, $domain ) { return $text; }
function _n( $one, $many, $count, $domain ) { return 1 === $count ? $one : $many; }
function esc_html__( $text, $domain ) { return esc_html( $text ); }
function esc_html_e( $text, $domain ) { echo esc_html( $text ); }
if ( ! function_exists( 'mb_substr' ) ) {
	function mb_substr( $text, $start, $length ) { return implode( '', array_slice( preg_split( '//u', $text, -1, PREG_SPLIT_NO_EMPTY ), $start, $length ) ); }
}

function add_meta_box( $id, $title, $callback, $screens, $where ) { $GLOBALS['panel'] = $callback; }
function add_options_page( $title, $name, $capability, $slug, $callback ) { $GLOBALS['page'] = array( $capability, $callback ); }
function register_setting( $group, $name, $arguments ) { $GLOBALS['settings'][ $name ] = $arguments['sanitize_callback']; }
function settings_fields( $group ) { echo '<input type="hidden" name="_wpnonce" value="nonce-' . $group . '">'; }
function submit_button() { echo '<button>Save</button>'; }
function get_current_screen() { return (object) array( 'base' => 'post' ); }
function current_user_can( $capability, $id = 0 ) { return $GLOBALS['may']; }
function admin_url( $path ) { return "https://cms.example/wp-admin/$path"; }
function wp_nonce_url( $url, $action ) { return "$url&_wpnonce=nonce-$action"; }
function check_admin_referer( $action ) { if ( ( $_REQUEST['_wpnonce'] ?? '' ) !== "nonce-$action" ) { wp_die( 'link expired' ); } }
function wp_die( $message ) { throw new WP_Died( $message ); }
function get_edit_post_link( $id, $context ) { return "edit-$id"; }
function wp_safe_redirect( $to ) { throw new WP_Died( "to $to" ); }

function is_wp_error( $value ) { return $value instanceof WP_Error; }
function wp_remote_retrieve_response_code( $response ) { return $response['status']; }
function wp_remote_retrieve_header( $response, $name ) { return $response['headers'][ $name ] ?? ''; }
function wp_remote_retrieve_body( $response ) { return $response['body']; }
function wp_remote_post( $url, $arguments ) {
	$GLOBALS['requests'][] = array( $url, $arguments['headers'] );
	$lines = array();
	foreach ( $arguments['headers'] as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$context = stream_context_create( array( 'http' => array( 'method' => 'POST', 'header' => $lines, 'content' => $arguments['body'], 'ignore_errors' => true ) ) );
	$body    = @file_get_contents( $url, false, $context );
	if ( false === $body ) {
		return new WP_Error( 'no connection' );
	}
	$headers = array();
	foreach ( $http_response_header as $line ) {
		if ( strpos( $line, ':' ) ) {
			list( $name, $value )             = explode( ':', $line, 2 );
			$headers[ strtolower( $name ) ] = trim( $value );
		}
	}
	return array( 'status' => (int) explode( ' ', $http_response_header[0] )[1], 'headers' => $headers, 'body' => $body );
}

/** What a callback prints. */
function printed( $callback, ...$arguments ) {
	ob_start();
	$callback( ...$arguments );
	return ob_get_clean();
}

require $argv[1];
$options['quote_attribution_url'] = $argv[2];
act( 'admin_init' );
act( 'admin_menu' );
act( 'add_meta_boxes' );

foreach ( array_slice( $argv, 3 ) as $action ) {
	list( $name, $value ) = array_pad( explode( '=', $action, 2 ), 2, '' );
	try {
		switch ( $name ) {
			case 'save':
				act( 'save_post', 7, $post );
				$shown = array( 'events' => $events, 'requests' => count( $requests ) );
				break;
			case 'cron':
				list( , $hook, $arguments ) = array_shift( $events );
				act( $hook, ...$arguments );
				$shown = array( 'events' => $events, 'requests' => $requests, 'meta' => $meta['_quote_attribution'] ?? null );
				break;
			case 'panel':
				$shown = printed( $panel, $post );
				break;
			case 'notice':
				$shown = printed( fn() => act( 'admin_notices' ) );
				break;
			case 'settings':
				$shown = array( $page[0], printed( $page[1] ) );
				break;
			case 'set': // Through the callback that WordPress calls before it stores.
				list( $option, $sent ) = explode( ':', $value, 2 );
				$options[ $option ]    = $settings[ $option ]( $sent );
				$shown                 = $options[ $option ];
				break;
			case 'edit':
				$post->post_content .= $value;
				$shown               = true;
				break;
			case 'status':
				$post->post_status = $value;
				$shown             = true;
				break;
			case 'content':
				$shown = $post->post_content;
				break;
			case 'may':
				$may   = '1' === $value;
				$shown = $may;
				break;
			case 'check':
				$_GET     = array( 'post' => '7' );
				$_REQUEST = array( '_wpnonce' => $value );
				act( 'admin_post_quote_attribution_check' );
				$shown = 'nothing';
				break;
			case 'uninstall':
				act( 'uninstall' );
				$shown = array( $options, $meta, $events );
				break;
		}
	} catch ( WP_Died $end ) {
		$shown = $end->getMessage();
	}
	echo json_encode( $shown, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ), "\n";
}
